import { z } from 'zod';
import { eventColumns } from '../db/events.ts';
import type { Tx } from '../db/scope.ts';
import { gone, invalidField } from '../errors.ts';
import type { Resource } from './resource.ts';

/** One page of a change feed. */
export const changesSchema = z.object({
  data: z.array(
    z.object({
      id: z.guid(),
      type: z.string().describe('vehicle.created, vehicle.updated, …'),
      subjectId: z.string().describe('id of the row'),
      occurredAt: z.iso.datetime({ offset: true }),
      data: z.record(z.string(), z.unknown()).describe('the row after the change; before it, for a deletion'),
    }),
  ),
  page: z.object({
    nextCursor: z.string().describe('where to go on, now or later'),
    hasMore: z.boolean().describe('false when the feed has been read to its end for now'),
  }),
});

/**
 * What happened to rows of a resource, in commit-safe order: a transaction that is still under way hides all that began after
 * it, so a reader that goes on from its cursor never misses a change.
 *
 * @throws gone, when events after the cursor were deleted, as they are after some months; without a cursor the feed begins with the
 *   oldest that is kept
 */
export async function readChanges(
  tx: Tx,
  resource: Resource,
  query: { cursor?: string | undefined; limit: number },
): Promise<string> {
  const [transaction, position] = query.cursor ? decode(query.cursor) : ['0', '0'];
  const rows = await tx.query<Row>(changesSql, [resource.singular, transaction, position, query.limit + 1]);
  const [first] = rows;
  if (query.cursor && first?.isMissing)
    throw gone(
      `Changes of ${resource.path} after this cursor are no longer kept. Read ${resource.path} anew, then the changes without a cursor.`,
    );
  const items = rows.filter((row) => row.item !== null);
  const page = items.slice(0, query.limit);
  const { transactionId, position: reached } = page.at(-1) ?? (first as Row);
  return `{"data":[${page.map((row) => row.item).join(',')}],"page":{"nextCursor":${JSON.stringify(encode(transactionId, reached))},"hasMore":${items.length > query.limit}}}`;
}

/** `isMissing`: events after the cursor were deleted. Where there are no more events, one row without an item says where to go on. */
type Row = { item: string | null; transactionId: string; position: string; isMissing: boolean };

/**
 * One statement, so that a deletion between two does not go unnoticed. A horizon that is still to come belongs to another server: the
 * organisation was brought here.
 */
const changesSql = `select e.item, f.is_missing as "isMissing",
    coalesce(e.transaction_id, case when f.is_missing then f.transaction_id end, $2::xid8)::text as "transactionId",
    coalesce(e.position, case when f.is_missing then f.position end, $3::bigint)::text as position
  from (
    select h.transaction_id, h.position, coalesce((h.transaction_id, h.position) > ($2::xid8, $3::bigint), false) as is_missing
    from (values (1)) one left join change_feed_horizons h
      on h.subject_type = $1 and h.transaction_id < pg_snapshot_xmax(pg_current_snapshot())
  ) f
  left join lateral (
    select transaction_id, position,
      json_build_object('id', d.id, 'type', d.type, 'subjectId', d."subjectId", 'occurredAt', d."occurredAt", 'data', d.data)::text as item
    from (
      select ${eventColumns}, transaction_id, position from domain_events
      where subject_type = $1
        and (transaction_id, position) > ($2::xid8, $3::bigint)
        and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      order by domain_events.transaction_id, domain_events.position
      limit $4
    ) d
  ) e on true
  order by e.transaction_id, e.position`;

function encode(transaction: string, position: string): string {
  return Buffer.from(`${transaction}.${position}`).toString('base64url');
}

function decode(cursor: string): [string, string] {
  const match = /^(\d{1,18})\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match)
    throw invalidField('cursor', 'This is not a cursor of this change feed. Start again without one.', 'invalid_cursor');
  return [match[1] as string, match[2] as string];
}
