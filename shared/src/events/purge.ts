import type { Tx } from '../db/scope.ts';

/** A place in the change feed of a tenant: a transaction, and a position in it. */
export type FeedPlace = { transactionId: string; position: string };

/** Before every event. */
export const feedStart: FeedPlace = { transactionId: '0', position: '0' };

/** Events that one transaction looks at. */
const pageSize = 1_000;

/** Tenants of a placement whose feed begins with events from before that time: one look into an index each. Those that move wait. */
export async function tenantsWithOldEvents(tx: Tx, home: string, before: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from platform.tenants t cross join lateral (
       select e.occurred_at from domain_events e where e.tenant_id = t.id order by e.transaction_id, e.position limit 1
     ) first
     where t.schema_name = $1 and t.status in ('active', 'suspended') and first.occurred_at < $2
     order by t.id`,
    [home, before],
  );
  return rows.map(({ id }) => id);
}

/**
 * Deletes those events of a page of the tenant's feed that are published and older than `before`, and notes for each kind of subject
 * how far its feed no longer reaches back, in the same transaction: a reader never sees the one without the other. `next` is where to
 * go on; undefined once a page ends with a younger event. What a long transaction wrote late is left for another day.
 * A horizon that is still to come belongs to another server, from which the organisation was brought, and is replaced.
 */
export async function purgePage(
  tx: Tx,
  { tenantId, after, before }: { tenantId: string; after: FeedPlace; before: Date },
): Promise<{ deleted: number; next: FeedPlace | undefined }> {
  const [page] = await tx.query<{ seen: number; deleted: number; is_old: boolean; transaction_id: string; position: string }>(
    `with page as materialized (
       select id, transaction_id, position, occurred_at, published_at from domain_events
       where tenant_id = $1 and (transaction_id, position) > ($2::xid8, $3::bigint)
       order by transaction_id, position limit ${pageSize}
     ), gone as (
       delete from domain_events e using page p
       where e.tenant_id = $1 and e.id = p.id and p.published_at is not null and p.occurred_at < $4
       returning e.subject_type, e.transaction_id, e.position
     ), horizons as (
       insert into change_feed_horizons as h (tenant_id, subject_type, transaction_id, position)
       select distinct on (subject_type) $1, subject_type, transaction_id, position from gone
       order by subject_type, transaction_id desc, position desc
       on conflict (tenant_id, subject_type) do update set transaction_id = excluded.transaction_id, position = excluded.position
         where (excluded.transaction_id, excluded.position) > (h.transaction_id, h.position)
           or h.transaction_id >= pg_snapshot_xmax(pg_current_snapshot())
     )
     select (select count(*)::integer from page) as seen, (select count(*)::integer from gone) as deleted,
       last.occurred_at < $4 as is_old, last.transaction_id::text, last.position::text
     from page last order by last.transaction_id desc, last.position desc limit 1`,
    [tenantId, after.transactionId, after.position, before],
  );
  if (!page) return { deleted: 0, next: undefined };
  const isLast = page.seen < pageSize || !page.is_old;
  return {
    deleted: page.deleted,
    next: isLast ? undefined : { transactionId: page.transaction_id, position: page.position },
  };
}
