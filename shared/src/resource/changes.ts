import { z } from 'zod';
import { eventColumns } from '../db/events.ts';
import type { Tx } from '../db/scope.ts';
import { invalidField } from '../errors.ts';
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
 */
export async function readChanges(
  tx: Tx,
  resource: Resource,
  query: { cursor?: string | undefined; limit: number },
): Promise<string> {
  const [transaction, position] = query.cursor ? decode(query.cursor) : ['0', '0'];
  const rows = await tx.query<{ item: string; transaction_id: string; position: string }>(
    `select json_build_object('id', e.id, 'type', e.type, 'subjectId', e."subjectId", 'occurredAt', e."occurredAt", 'data', e.data)::text as item,
       e."transactionId" as transaction_id, e.position::text
     from (
       select ${eventColumns}, transaction_id::text as "transactionId", position
       from domain_events
       where subject_type = $1
         and (transaction_id, position) > ($2::xid8, $3::bigint)
         and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
       order by domain_events.transaction_id, domain_events.position
       limit $4
     ) e`,
    [resource.singular, transaction, position, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor = last ? encode(last.transaction_id, last.position) : (query.cursor ?? encode('0', '0'));
  return `{"data":[${page.map((row) => row.item).join(',')}],"page":{"nextCursor":${JSON.stringify(nextCursor)},"hasMore":${rows.length > query.limit}}}`;
}

function encode(transaction: string, position: string): string {
  return Buffer.from(`${transaction}.${position}`).toString('base64url');
}

function decode(cursor: string): [string, string] {
  const match = /^(\d{1,18})\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match)
    throw invalidField('cursor', 'This is not a cursor of this change feed. Start again without one.', 'invalid_cursor');
  return [match[1] as string, match[2] as string];
}
