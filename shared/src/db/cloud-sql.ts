import type pg from 'pg';
import type { Config } from '../config.ts';

/**
 * Connection settings from the configuration: `DATABASE_URL` where it is set, else the Cloud SQL connector (mutual TLS, and IAM
 * authentication when there is no password). The connector is loaded only where it is used.
 */
export async function connectionSettings(config: Config): Promise<pg.PoolConfig> {
  if (config.databaseUrl) return { connectionString: config.databaseUrl };
  if (!config.instanceConnectionName) {
    throw new Error('Set DATABASE_URL, or INSTANCE_CONNECTION_NAME with DATABASE_NAME and DATABASE_USER, to reach the database.');
  }
  const { Connector, AuthTypes, IpAddressTypes } = await import('@google-cloud/cloud-sql-connector');
  const connector = new Connector();
  const settings = await connector.getOptions({
    instanceConnectionName: config.instanceConnectionName,
    ipType: IpAddressTypes.PRIVATE,
    authType: config.databasePassword ? AuthTypes.PASSWORD : AuthTypes.IAM,
  });
  return {
    ...settings,
    database: config.databaseName,
    user: config.databaseUser,
    ...(config.databasePassword ? { password: config.databasePassword } : {}),
  } as pg.PoolConfig;
}
