import type pg from 'pg';

/** How to reach a database as one login: a connection string, or settings of the client (Cloud SQL, see `cloud-sql.ts`). */
export type Connection = string | pg.ClientConfig;

/** Settings for `pg.Client` and `pg.Pool`. The months of partitions begin at midnight UTC, whatever the server's own time zone. */
export function clientSettings(connection: Connection, applicationName: string): pg.ClientConfig {
  const settings = typeof connection === 'string' ? { connectionString: connection } : connection;
  return { ...settings, application_name: applicationName, options: startupOptions(settings.options, 'TimeZone=UTC') };
}

/**
 * The login acts as `role` from the start of its sessions, and again after `reset role`. Settings of the role itself (`alter role … set`)
 * count for its own logins only, so whatever it needs is given here: `search_path=`.
 */
export function actingAs(connection: Connection, role: string, ...settings: string[]): pg.ClientConfig {
  const given = typeof connection === 'string' ? { connectionString: connection } : connection;
  return { ...given, options: startupOptions(given.options, `role=${role}`, ...settings) };
}

/** The same server and login, another database. */
export function withDatabase(url: string, database: string): string;
export function withDatabase(connection: Connection, database: string): Connection;
export function withDatabase(connection: Connection, database: string): Connection {
  if (typeof connection === 'string') {
    const changed = new URL(connection);
    changed.pathname = `/${encodeURIComponent(database)}`;
    return changed.href;
  }
  // A connection string counts for more than the settings beside it.
  const { connectionString } = connection;
  return { ...connection, database, ...(connectionString ? { connectionString: withDatabase(connectionString, database) } : {}) };
}

/** Settings of a session, in the form that the startup packet takes (PostgreSQL manual, 32.1.2, `options`). */
function startupOptions(given: string | undefined, ...settings: string[]): string {
  return [...(given ? [given] : []), ...settings.map((setting) => `-c ${setting}`)].join(' ');
}
