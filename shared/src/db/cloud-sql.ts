import type { Connector as CloudSqlConnector } from '@google-cloud/cloud-sql-connector';
import type pg from 'pg';
import type { Config } from '../config.ts';
import { actingAs, type Connection } from './connection.ts';

type Settings = Pick<
  Config,
  | 'databaseUrl'
  | 'instanceConnectionName'
  | 'databaseName'
  | 'databaseUser'
  | 'databasePassword'
  | 'databaseRole'
  | 'databaseOwnerUrl'
  | 'databaseOwnerRole'
>;
type Connector = Pick<CloudSqlConnector, 'getOptions'>;
type Login = { instanceConnectionName: string; database?: string; user?: string; password?: string };

/**
 * How functions reach the database: `DATABASE_URL` where it is set, else the Cloud SQL connector (mutual TLS over the private
 * address, and IAM authentication when there is no password). With `DATABASE_ROLE` the login acts as that role from the start of each
 * session. The connector is loaded only where it is used.
 *
 * @throws Error naming the variables, when none says where the database is, or IAM authenticates and there is no role
 */
export async function connectionSettings(
  config: Settings,
  connect: () => Promise<Connector> = newConnector,
): Promise<pg.PoolConfig> {
  // As wheelhouse_app has it from its own settings: an unset scope finds no table.
  if (config.databaseRole) return actingAs(await loginSettings(config, connect), config.databaseRole, 'search_path=');
  if (!config.databaseUrl && config.instanceConnectionName && !config.databasePassword) {
    throw new Error(
      `Set DATABASE_ROLE=wheelhouse_app: ${config.databaseUser} is a login of IAM, which has no rights of its own.`,
    );
  }
  return loginSettings(config, connect);
}

/**
 * How migrations and tenant provisioning reach the database: as `DATABASE_OWNER_URL` says, or with `DATABASE_OWNER_ROLE` through the login
 * of the functions, which then acts as that role. Undefined where there is neither.
 */
export async function ownerConnection(
  config: Settings,
  connect: () => Promise<Connector> = newConnector,
): Promise<Connection | undefined> {
  if (!config.databaseOwnerRole) return config.databaseOwnerUrl;
  return actingAs(await loginSettings(config, connect), config.databaseOwnerRole);
}

/** A login of a Cloud SQL instance, over its private address. Without a password IAM authenticates. */
export async function instanceSettings(login: Login, connect: () => Promise<Connector> = newConnector): Promise<pg.ClientConfig> {
  const connector = await connect();
  const settings = await connector.getOptions({
    instanceConnectionName: login.instanceConnectionName,
    // The connector's own words; importing its enums would load it where DATABASE_URL is used.
    ipType: 'PRIVATE' as never,
    authType: (login.password ? 'PASSWORD' : 'IAM') as never,
  });
  const { database, user, password } = login;
  return { ...settings, database, user, ...(password ? { password } : {}) } as pg.ClientConfig;
}

/** Loads the connector. It renews certificates in the background until it is closed. */
export async function newConnector(): Promise<CloudSqlConnector> {
  const { Connector } = await import('@google-cloud/cloud-sql-connector');
  return new Connector();
}

async function loginSettings(config: Settings, connect: () => Promise<Connector>): Promise<pg.ClientConfig> {
  if (config.databaseUrl) return { connectionString: config.databaseUrl };
  const { instanceConnectionName, databaseName: database, databaseUser: user, databasePassword: password } = config;
  if (!instanceConnectionName) {
    throw new Error('Set DATABASE_URL, or INSTANCE_CONNECTION_NAME with DATABASE_NAME and DATABASE_USER, to reach the database.');
  }
  return instanceSettings({ instanceConnectionName, database, user, password }, connect);
}
