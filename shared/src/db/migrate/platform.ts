import type pg from 'pg';
import { applyAlone, applyWithin } from './apply.ts';
import { assignDefiners, createBookkeeping, recordFunctions, registerSchema } from './bookkeeping.ts';
import type { Migration, SqlFiles } from './files.ts';
import { type Limits, liftTimeouts, limitTransaction, retryLocks } from './limits.ts';
import { readState, type State } from './state.ts';
import { inTransaction } from './transaction.ts';

/** Brings the control plane and the functions up to date. Answers what the database then says of itself. */
export async function migratePlatform(
  client: pg.Client,
  files: SqlFiles,
  limits: Limits,
  onApplied?: (schemaName: string, migration: Migration) => void,
): Promise<State> {
  for (;;) {
    let current = 'The functions';
    const { state, applied, alone } = await retryLocks(
      limits,
      () => `${current} of the control plane`,
      () =>
        inTransaction(client, () =>
          migrateTogether(client, files, limits, (name) => {
            current = name;
          }),
        ),
    );
    for (const migration of applied) onApplied?.('platform', migration);
    if (!alone) return state;
    if (await applyAlone(client, 'platform', alone, limits)) onApplied?.('platform', alone);
  }
}

/** Applies all that one transaction can, up to a migration that has to run alone. */
async function migrateTogether(
  client: pg.Client,
  files: SqlFiles,
  limits: Limits,
  onStart: (name: string) => void,
): Promise<{ state: State; applied: Migration[]; alone?: Migration }> {
  await liftTimeouts(client);
  await client.query('select pg_advisory_xact_lock(7706512)');
  await limitTransaction(client, limits);
  await createBookkeeping(client);
  const state = await readState(client, files);
  if (state.functionsChecksum !== files.functionsChecksum) {
    // Functions call each other and tables that the migrations below make; bodies are checked when they run.
    await client.query('set local check_function_bodies = off');
    for (const file of files.functions) await client.query(file.sql);
  }
  const applied: Migration[] = [];
  let alone: Migration | undefined;
  for (const migration of files.platform.filter((one) => one.version > state.platformVersion)) {
    onStart(migration.name);
    if (!(await applyWithin(client, 'platform', migration))) {
      alone = migration;
      break;
    }
    applied.push(migration);
  }
  await assignDefiners(client);
  await registerSchema(client, 'app');
  await recordFunctions(client, files.functionsChecksum);
  return { state: await readState(client, files), applied, alone };
}
