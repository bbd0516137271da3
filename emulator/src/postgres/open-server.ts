import pg from 'pg';
import { type PostgresOptions, type PostgresServer, startPostgres } from './start-postgres.ts';

export interface ServerFeatures {
  /** `17.10` */
  version: string;
  /** Whether the extension `vector` (pgvector) can be created. */
  hasVector: boolean;
}

/** Asks a server what it can do. */
export async function serverFeatures(adminUrl: string): Promise<ServerFeatures> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<ServerFeatures>(
      `select split_part(current_setting('server_version'), ' ', 1) as version,
              exists (select from pg_available_extensions where name = 'vector') as "hasVector"`,
    );
    return rows[0]!;
  } finally {
    await client.end();
  }
}

/**
 * The database server to work with: the one at `databaseUrl` when given, which is left running by `stop`, else one of our own.
 *
 * @throws Error when the server at `databaseUrl` cannot be reached, without the password of the URL
 */
export async function openServer({
  databaseUrl,
  ...options
}: PostgresOptions & { databaseUrl?: string }): Promise<PostgresServer> {
  if (!databaseUrl) return startPostgres(options);
  const { host, port } = parseUrl(databaseUrl);
  try {
    const { version } = await serverFeatures(databaseUrl);
    return { adminUrl: databaseUrl, version, port, stop: async () => undefined };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
    throw new Error(
      `cannot use the database server at ${host} that DATABASE_URL names (${reason}): ` +
        'check the URL and that the server runs, or leave DATABASE_URL unset to use the embedded server',
      { cause },
    );
  }
}

function parseUrl(databaseUrl: string): { host: string; port: number } {
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error('DATABASE_URL is not a URL of the form postgres://user:password@host:5432/database');
  }
  const { host, port } = new URL(databaseUrl);
  return { host, port: Number(port || 5432) };
}
