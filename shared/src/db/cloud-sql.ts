import type { Connector as CloudSqlConnector } from '@google-cloud/cloud-sql-connector';
import type pg from 'pg';
import type { Config } from '../config.ts';

type Settings = Pick<Config, 'databaseUrl' | 'instanceConnectionName' | 'databaseName' | 'databaseUser' | 'databasePassword'>;
type Connector = Pick<CloudSqlConnector, 'getOptions'>;

/**
 * Connection settings from the configuration: `DATABASE_URL` where it is set, else the Cloud SQL connector (mutual TLS over the private
 * address, and IAM authentication when there is no password). The connector is loaded only where it is used.
 *
 * @throws Error naming the variables, when neither is set
 */
export async function connectionSettings(
  config: Settings,
  connect: () => Promise<Connector> = newConnector,
): Promise<pg.PoolConfig> {
  if (config.databaseUrl) return { connectionString: config.databaseUrl };
  if (!config.instanceConnectionName) {
    throw new Error('Set DATABASE_URL, or INSTANCE_CONNECTION_NAME with DATABASE_NAME and DATABASE_USER, to reach the database.');
  }
  const connector = await connect();
  const settings = await connector.getOptions({
    instanceConnectionName: config.instanceConnectionName,
    // The connector's own words; importing its enums would load it where DATABASE_URL is used.
    ipType: 'PRIVATE' as never,
    authType: (config.databasePassword ? 'PASSWORD' : 'IAM') as never,
  });
  return {
    ...settings,
    database: config.databaseName,
    user: config.databaseUser,
    ...(config.databasePassword ? { password: config.databasePassword } : {}),
  } as pg.PoolConfig;
}

async function newConnector(): Promise<Connector> {
  const { Connector } = await import('@google-cloud/cloud-sql-connector');
  return new Connector();
}
