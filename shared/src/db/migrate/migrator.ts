import type pg from 'pg';
import type { Connection } from '../connection.ts';
import { applyAlone, applyWithin } from './apply.ts';
import { asAdmin } from './as-admin.ts';
import { holdVersion, registerSchema } from './bookkeeping.ts';
import { type Migration, readSqlFiles, type SqlFiles } from './files.ts';
import { defaultLimits, type Limits, liftTimeouts, limitTransaction, retryLocks } from './limits.ts';
import { migratePlatform } from './platform.ts';
import { checkApplied, isPlatformCurrent, readState } from './state.ts';
import { inTransaction } from './transaction.ts';

/** What a run did: schema name and the versions it applied there. */
export type Applied = { schemaName: string; versions: number[] };

type OnApplied = (schemaName: string, migration: Migration) => void;

type Options = Partial<Limits> & {
  files?: SqlFiles;
  /** Schemas migrated at the same time. */
  concurrency?: number;
  /** Called after each applied migration. */
  onApplied?: OnApplied;
};

/**
 * Brings the control plane, the pooled placement and every dedicated schema to the newest version. Each migration of each schema is
 * one transaction that also records its version, so a run that was killed goes on where it stopped, and several runs at once
 * share the work. When all are up to date it asks one question and is done, however many tenants there are.
 *
 * A migration that does not get a lock within `lockTimeoutMs` is undone and tried again later, so that requests never queue behind it
 * for longer. One that begins with `-- wheelhouse: no-transaction` holds a single statement (see no-transaction.ts), runs outside of
 * a transaction and is recorded afterwards.
 *
 * @throws Error that names the file, when one was edited, removed or numbered below the newest after it was applied, or got no lock
 */
export async function migrate(owner: Connection, options: Options = {}): Promise<Applied[]> {
  const files = options.files ?? readSqlFiles();
  const limits = { ...defaultLimits, ...options };
  return asAdmin(owner, async (client) => {
    let state = await readState(client, files);
    checkApplied(state, files);
    if (!isPlatformCurrent(state, files)) state = await migratePlatform(client, files, limits, options.onApplied);
    const waiting = state.behind.map(({ schemaName }) => schemaName);
    const applied: Applied[] = [];
    const worker = (): Promise<void> =>
      asAdmin(owner, async (connection) => {
        for (let schemaName = waiting.shift(); schemaName !== undefined; schemaName = waiting.shift()) {
          const versions = await migrateSchema(connection, schemaName, files.tenant, limits, options.onApplied);
          applied.push({ schemaName, versions });
        }
      });
    await allEnded(Array.from({ length: Math.min(options.concurrency ?? 4, waiting.length) }, worker));
    return applied;
  });
}

/** Makes the schema of a dedicated tenant and brings it to the newest version. Safe to repeat. */
export async function provisionSchema(owner: Connection, schemaName: string, files: SqlFiles = readSqlFiles()): Promise<Applied> {
  return asAdmin(owner, async (client) => {
    await inTransaction(client, async () => {
      // `if not exists` does not hold against another connection that makes the schema at this moment.
      await client.query(`select pg_advisory_xact_lock(hashtextextended('schema ' || $1, 0))`, [schemaName]);
      await registerSchema(client, schemaName);
    });
    return { schemaName, versions: await migrateSchema(client, schemaName, files.tenant, defaultLimits) };
  });
}

/** Which schemas have not reached the newest version: one query. `platform` stands for the control plane and the functions. */
export async function schemasBehind(owner: Connection, files: SqlFiles = readSqlFiles()): Promise<string[]> {
  return asAdmin(owner, async (client) => {
    const state = await readState(client, files);
    return [...(isPlatformCurrent(state, files) ? [] : ['platform']), ...state.behind.map(({ schemaName }) => schemaName)];
  });
}

/** Throws the first error when none is at work any more. */
async function allEnded(work: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

async function migrateSchema(
  client: pg.Client,
  schemaName: string,
  migrations: Migration[],
  limits: Limits,
  onApplied?: OnApplied,
): Promise<number[]> {
  const versions: number[] = [];
  for (;;) {
    const step = await applyNext(client, schemaName, migrations, limits);
    if (!step) return versions;
    if (!step.isApplied && !(await applyAlone(client, schemaName, step.migration, limits))) continue;
    versions.push(step.migration.version);
    onApplied?.(schemaName, step.migration);
  }
}

/** The next migration of the schema, applied unless it has to run alone; undefined when there is none. */
async function applyNext(
  client: pg.Client,
  schemaName: string,
  migrations: Migration[],
  limits: Limits,
): Promise<{ migration: Migration; isApplied: boolean } | undefined> {
  let migration: Migration | undefined;
  return retryLocks(
    limits,
    () => `${migration?.name} in schema ${schemaName}`,
    () =>
      inTransaction(client, async () => {
        await liftTimeouts(client);
        const version = await holdVersion(client, schemaName);
        migration = migrations.find((one) => one.version > version);
        if (!migration) return undefined;
        await limitTransaction(client, limits);
        await client.query('set local search_path = public');
        return { migration, isApplied: await applyWithin(client, schemaName, migration) };
      }),
  );
}
