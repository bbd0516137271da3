import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '@wheelhouse/shared/config.ts';
import { connectionSettings, instanceSettings, newConnector, ownerConnection } from '@wheelhouse/shared/db/cloud-sql.ts';
import type { Connection } from '@wheelhouse/shared/db/connection.ts';
import { type Database, openDatabase } from '@wheelhouse/shared/db/database.ts';
import type { Doors } from '@wheelhouse/shared/domains/platform/tenants/index.ts';

/** Where `npm start` writes how to reach the database that it runs. */
const localEnvironment = fileURLToPath(new URL('../../.local/wheelhouse.env', import.meta.url));

/** Ways to the database. */
export class Connections {
  readonly #env: NodeJS.ProcessEnv;
  #connector: ReturnType<typeof newConnector> | undefined;
  #isReached = false;
  #database: Database | undefined;

  constructor(env: NodeJS.ProcessEnv, file = localEnvironment) {
    this.#env = { ...readVariables(file, env), ...env };
  }

  /** The owner of the schemas. */
  async owner(): Promise<Connection> {
    const owner = await this.#owner(readConfig(this.#env));
    if (owner) return owner;
    throw new Error(
      'DATABASE_OWNER_URL is not set. Set it to postgres://wheelhouse_owner:<password>@<host>/<database>, or run npm start, which ' +
        'writes the one of its own database to .local/wheelhouse.env. For Cloud SQL set DATABASE_OWNER_ROLE=wheelhouse_owner beside ' +
        'INSTANCE_CONNECTION_NAME, DATABASE_NAME and DATABASE_USER.',
    );
  }

  /** The functions' login, opened at the first use. */
  async database(): Promise<Database> {
    if (this.#database) return this.#database;
    const config = readConfig(this.#env);
    if (!config.databaseUrl && !config.instanceConnectionName) {
      throw new Error(
        'DATABASE_URL is not set. Set it to postgres://wheelhouse_app:<password>@<host>/<database>, or run npm start, which writes ' +
          'the one of its own database to .local/wheelhouse.env.',
      );
    }
    this.#database = openDatabase(await this.#reach((connect) => connectionSettings(config, connect)), {
      ...config,
      databasePoolSize: 2,
      applicationName: 'wheelhouse command',
    });
    return this.#database;
  }

  async doors(): Promise<Doors> {
    return { database: await this.database(), owner: await this.#owner(readConfig(this.#env)) };
  }

  /** An administrator of the server, who makes roles and databases: in a database that is there already. */
  async admin(): Promise<Connection> {
    const { DATABASE_ADMIN_URL: url, INSTANCE_CONNECTION_NAME: instanceConnectionName } = this.#env;
    const { DATABASE_ADMIN_USER: user, DATABASE_ADMIN_PASSWORD: password } = this.#env;
    if (url) return url;
    if (instanceConnectionName && user && password) {
      const login = { instanceConnectionName, database: 'postgres', user, password };
      return this.#reach((connect) => instanceSettings(login, connect));
    }
    throw new Error(
      'No administrator is named. Set DATABASE_ADMIN_URL to postgres://<user>:<password>@<host>/postgres, or for Cloud SQL ' +
        'INSTANCE_CONNECTION_NAME, DATABASE_ADMIN_USER and DATABASE_ADMIN_PASSWORD.',
    );
  }

  /** What `database prepare` is to make; names between commas. */
  preparation(): { database: string; appLogins: string[]; ownerLogins: string[] } {
    const database = this.#env.DATABASE_NAME;
    if (!database) throw new Error('DATABASE_NAME is not set. Set it to the name of the database to prepare.');
    return {
      database,
      appLogins: names(this.#env.DATABASE_APP_LOGINS),
      ownerLogins: names(this.#env.DATABASE_OWNER_LOGINS),
    };
  }

  async close(): Promise<void> {
    await this.#database?.close();
    // One that did not reach its instance has nothing to close, and would reject what nobody waits for.
    if (this.#isReached) (await this.#connector)?.close();
  }

  #owner(config: Config): Promise<Connection | undefined> {
    return this.#reach((connect) => ownerConnection(config, connect));
  }

  async #reach<T>(settings: (connect: typeof newConnector) => Promise<T>): Promise<T> {
    const found = await settings(() => {
      this.#connector ??= newConnector();
      return this.#connector;
    });
    this.#isReached = true;
    return found;
  }
}

function names(list = ''): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

const read = ['DATABASE_URL', 'DATABASE_OWNER_URL'];

/** Lines of `KEY=VALUE` about the database; none where the environment says any of it, so that two databases are never mixed. */
function readVariables(file: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if ([...read, 'INSTANCE_CONNECTION_NAME'].some((name) => env[name]) || !existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const pairs = lines.map((line) => /^([A-Z_]+)=(.*)$/.exec(line.trim())).filter((match) => match !== null);
  return Object.fromEntries(pairs.filter(([, name = '']) => read.includes(name)).map(([, name, value]) => [name, value]));
}
