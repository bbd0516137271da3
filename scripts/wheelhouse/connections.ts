import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { connectionSettings } from '@wheelhouse/shared/db/cloud-sql.ts';
import { type Database, openDatabase } from '@wheelhouse/shared/db/database.ts';
import type { Doors } from '@wheelhouse/shared/domains/platform/tenants/index.ts';

/** Where `npm start` writes how to reach the database that it runs. */
const localEnvironment = fileURLToPath(new URL('../../.local/wheelhouse.env', import.meta.url));

/** Ways to the database. */
export class Connections {
  readonly #env: NodeJS.ProcessEnv;
  #database: Database | undefined;

  constructor(env: NodeJS.ProcessEnv, file = localEnvironment) {
    this.#env = { ...readVariables(file, env), ...env };
  }

  /** The owner's connection string. */
  get ownerUrl(): string {
    const url = this.#env.DATABASE_OWNER_URL;
    if (url) return url;
    throw new Error(
      'DATABASE_OWNER_URL is not set. Set it to postgres://wheelhouse_owner:<password>@<host>/<database>, or run npm start, which ' +
        'writes the one of its own database to .local/wheelhouse.env.',
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
    this.#database = openDatabase(await connectionSettings(config), {
      ...config,
      databasePoolSize: 2,
      applicationName: 'wheelhouse command',
    });
    return this.#database;
  }

  async doors(): Promise<Doors> {
    return { database: await this.database(), ownerUrl: this.#env.DATABASE_OWNER_URL };
  }

  async close(): Promise<void> {
    await this.#database?.close();
  }
}

const read = ['DATABASE_URL', 'DATABASE_OWNER_URL'];

/** Lines of `KEY=VALUE` about the database; none where the environment says any of it, so that two databases are never mixed. */
function readVariables(file: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if ([...read, 'INSTANCE_CONNECTION_NAME'].some((name) => env[name]) || !existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const pairs = lines.map((line) => /^([A-Z_]+)=(.*)$/.exec(line.trim())).filter((match) => match !== null);
  return Object.fromEntries(pairs.filter(([, name = '']) => read.includes(name)).map(([, name, value]) => [name, value]));
}
