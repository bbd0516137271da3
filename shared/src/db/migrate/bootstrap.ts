import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { readSqlFiles } from './files.ts';

/** Connection strings of the two logins of a Wheelhouse database. */
export type DatabaseUrls = { ownerUrl: string; appUrl: string };

/** Extensions that the model uses; `vector` only where the server offers it. */
const extensions = ['btree_gin', 'btree_gist', 'cube', 'earthdistance', 'pg_trgm'];

/**
 * Prepares a server for Wheelhouse as an administrator: roles with passwords for the two logins, and the database with its
 * extensions. Safe to repeat. The passwords are set anew each time, so callers that share a server pass the same ones.
 */
export async function bootstrapDatabase(
  adminUrl: string,
  database: string,
  passwords: { owner: string; app: string } = { owner: randomPassword(), app: randomPassword() },
): Promise<DatabaseUrls> {
  await asAdmin(adminUrl, async (client) => {
    await bootstrapRoles(client, passwords);
    const known = await client.query('select from pg_database where datname = $1', [database]);
    if (known.rowCount === 0)
      await client.query(
        `create database ${pg.escapeIdentifier(database)} owner wheelhouse_owner encoding 'UTF8' template template0`,
      );
  });
  await prepareDatabase(withDatabase(adminUrl, database));
  return databaseUrls(adminUrl, database, passwords);
}

/** Connection strings of the logins for a database of this server. */
export function databaseUrls(adminUrl: string, database: string, passwords: { owner: string; app: string }): DatabaseUrls {
  return {
    ownerUrl: withDatabase(adminUrl, database, 'wheelhouse_owner', passwords.owner),
    appUrl: withDatabase(adminUrl, database, 'wheelhouse_app', passwords.app),
  };
}

async function bootstrapRoles(client: pg.Client, passwords: { owner: string; app: string }): Promise<void> {
  await client.query(readSqlFiles().roles);
  for (const [role, password] of [
    ['wheelhouse_owner', passwords.owner],
    ['wheelhouse_app', passwords.app],
  ] as const) {
    await client.query(`alter role ${role} password ${pg.escapeLiteral(password)}`);
  }
}

async function prepareDatabase(url: string): Promise<void> {
  await asAdmin(url, async (client) => {
    for (const extension of extensions) await client.query(`create extension if not exists ${extension} schema public`);
    const vector = await client.query(`select from pg_available_extensions where name = 'vector'`);
    if (vector.rowCount) await client.query('create extension if not exists vector schema public');
    // An unset scope finds no table, and the public schema is for extensions only.
    await client.query(
      `do $$ begin execute format('alter role wheelhouse_app in database %I set search_path = ''''', current_database()); end $$`,
    );
    await client.query('revoke create on schema public from public');
    await client.query('grant usage, create on schema public to wheelhouse_owner');
    await client.query(
      "do $$ begin execute format('grant create on database %I to wheelhouse_owner', current_database()); end $$",
    );
  });
}

/** Runs `fn` on one connection and closes it. */
export async function asAdmin<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  // The months of partitions begin at midnight UTC, whatever the server's own time zone.
  const client = new pg.Client({ connectionString: url, application_name: 'wheelhouse-admin', options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

/** The same server, another database and (where given) another login. */
export function withDatabase(url: string, database: string, user?: string, password?: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  if (user) changed.username = user;
  if (password) changed.password = password;
  return changed.href;
}

export function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}
