import type { Tx } from '../../../db/scope.ts';

/** Held, shared, by whoever folds for the tenant from before the look at its rules and fences to the commit. */
const lockKey = `hashtextextended('fold ' || (select platform.current_tenant_id()), 0)`;

/** An expression that takes the lock for the rest of the transaction. */
export const holdFoldLock = `pg_advisory_xact_lock_shared(${lockKey})`;

/**
 * Waits for the folds of the tenant that are under way: they may have been made without a change of rules or fences that is committed by
 * now. Those that begin later see it. To be called before looking for what the change concerns.
 */
export async function awaitFolds(tx: Tx): Promise<void> {
  // Let go at once: whoever asks for a refold waits for single folds later on.
  await tx.query(
    `with waited as materialized (select pg_advisory_lock(${lockKey})) select pg_advisory_unlock(${lockKey}) from waited`,
    [],
    'await_folds',
  );
}
