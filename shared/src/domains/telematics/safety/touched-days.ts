import type { Tx } from '../../../db/scope.ts';
import { addDays } from '../../fleet/zoned-time.ts';
import { daysBetween, localDay } from './days.ts';

const hourMs = 3_600_000;

/** Days of which trips or events were found, changed or withdrawn, and how far the change feed was read for it. */
export type Touched = { days: string[]; readUntil: string };

/**
 * Reads the change feed of trips and driver behaviour events from where the last run stopped. A transaction that is still under way
 * holds the feed up, as for every reader of it, so nothing that commits later is missed.
 */
export async function touchedDays(tx: Tx, timeZone: string): Promise<Touched> {
  const rows = await tx.query<{ read_until: string; first: Date | null; last: Date | null }>(
    `with feed as (
       -- A place in the feed that is still to come belongs to another server: the organisation was brought here.
       select pg_snapshot_xmin(pg_current_snapshot()) as read_until,
         coalesce((select read_until from safety_score_progress where read_until <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint), 0)
           as read_from
     )
     select distinct f.read_until::text as read_until,
       date_trunc('hour', coalesce(e.data ->> 'recordedAt', e.data ->> 'startedAt')::timestamptz) as first,
       date_trunc('hour', coalesce(e.data ->> 'recordedAt', e.data ->> 'endedAt', e.data ->> 'startedAt')::timestamptz) as last
     from feed f left join domain_events e on e.subject_type in ('trip', 'driverBehaviorEvent')
       and e.transaction_id >= f.read_from::text::xid8 and e.transaction_id < f.read_until`,
  );
  const days = new Set<string>();
  for (const { first, last } of rows) {
    if (!first || !last) continue;
    const lastDay = localDay(new Date(last.getTime() + hourMs - 1), timeZone);
    const firstDay = localDay(first, timeZone);
    // A trip that is shorter now may have reached into the next day before.
    const nextDay = addDays(firstDay, 1);
    for (const day of daysBetween(firstDay, lastDay > nextDay ? lastDay : nextDay)) days.add(day);
  }
  return { days: [...days].sort(), readUntil: (rows[0] as { read_until: string }).read_until };
}

/** Remembers how far the feed was read. */
export async function noteProgress(tx: Tx, readUntil: string): Promise<void> {
  await tx.query(
    `insert into safety_score_progress as p (tenant_id, id, read_until)
     select platform.current_tenant_id(), platform.current_tenant_id(), $1::bigint
     on conflict (tenant_id, id) do update set read_until = excluded.read_until where p.read_until <> excluded.read_until`,
    [readUntil],
  );
}
