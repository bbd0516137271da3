import type { Tx } from '../../../db/scope.ts';
import { type Snapshot, snapshotSql } from './snapshot.ts';

/**
 * Whether events of these subjects that a reader does not know, who knows what `since` sees, are no longer kept. Horizons
 * that are still to come belong to another server: the organisation was brought here.
 */
export async function areEventsPurged(tx: Tx, since: Snapshot, subjectTypes: readonly string[]): Promise<boolean> {
  const [row] = await tx.query<{ purged: boolean }>(
    `select exists (
       select from change_feed_horizons
       where subject_type = any ($2::text[]) and not pg_visible_in_snapshot(transaction_id, $1::pg_snapshot)
           and transaction_id < pg_snapshot_xmax(pg_current_snapshot())
     ) as purged`,
    [snapshotSql(since), subjectTypes],
  );
  return row?.purged === true;
}
