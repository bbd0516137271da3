import type { Tx } from '../../../db/scope.ts';
import { projectionSql } from '../../../resource/projection.ts';
import { ResourceRegistry } from '../../../resource/registry.ts';
import { lowestId } from '../lowestId.ts';
import { vehicleStateResource } from '../resources.ts';
import type { Change, Page, Question } from './change.ts';
import type { Place } from './cursor.ts';
import { beginning, parseSnapshot, type Snapshot, snapshotSql } from './snapshot.ts';

const highestPosition = '9223372036854775807';

const moment = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** A number of an event's data; whatever else is there under that name is none. */
const numberOf = (key: string) => `case when jsonb_typeof(e.data -> '${key}') = 'number' then (e.data ->> '${key}')::float8 end`;

const stateJson = `select row_to_json(i) from (select ${projectionSql(vehicleStateResource, new ResourceRegistry([]), 't')}) i`;

/**
 * States carry no transaction of their own: `xmin`, the transaction that wrote the row as it is, says the lower 32 bits of it, and
 * the rest follows from the next one to begin. So telling readers costs the writers nothing; a look costs a pass over the states of
 * one organisation. Events carry theirs, and are found by an index.
 */
const changesSql = `with bounds as materialized (
    select $1::pg_snapshot as since, coalesce($2::pg_snapshot, pg_current_snapshot()) as until,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next
  )
  select b.until::text, b.next::text, c.*
  from bounds b left join lateral (
    (select 'event' as kind, e.transaction_id as xid, e.position, null::uuid as state_of, e.type, e.subject_type as "subjectType",
       e.data ->> 'vehicleId' as "vehicleId", ${numberOf('latitude')} as latitude, ${numberOf('longitude')} as longitude,
       null::integer as "rowVersion",
       json_build_object('id', e.id, 'type', e.type, 'subjectId', e.subject_id, 'occurredAt', ${moment('e.occurred_at')}, 'data', e.data)::text as json
     from domain_events e
     where $1::pg_snapshot::text <> '1:1:' and e.subject_type = any($8::text[]) and (e.transaction_id, e.position) > ($3::xid8, $4::bigint)
       and not pg_visible_in_snapshot(e.transaction_id, b.since) and pg_visible_in_snapshot(e.transaction_id, b.until)
     order by e.transaction_id, e.position limit $7)
    union all
    (select 'state', t.xid, null, t.vehicle_id, 'vehicleState.updated', 'vehicleState', t.vehicle_id::text, t.latitude, t.longitude,
       t.row_version,
       json_build_object('type', 'vehicleState.updated', 'subjectId', t.vehicle_id, 'occurredAt', ${moment('t.updated_at')}, 'data', (${stateJson}))::text
     from (
       select s.*, x.xid
       from vehicle_state s
         cross join lateral (select (b.next - ((b.next - s.xmin::text::bigint) & 4294967295))::text::xid8 as xid) x
       where 'vehicleState' = any($8::text[]) and (x.xid, s.vehicle_id) > ($5::xid8, $6::uuid)
         and not pg_visible_in_snapshot(x.xid, b.since) and pg_visible_in_snapshot(x.xid, b.until)
       order by x.xid, s.vehicle_id limit $7
     ) t)
  ) c on true
  order by c.xid, c.kind, c.position, c.state_of limit $7`;

type Row = { until: string; next: string; kind: Place['kind'] | null; xid: string; position: string; state_of: string } & Change;

/**
 * What changed for one organisation between two snapshots: each event once, and each vehicle's state once, as it is now. Exact: a
 * transaction that commits late is not missed, and one that is long under way holds nobody up.
 */
export async function readChanges(tx: Tx, { since, until, after, limit, subjectTypes }: Question): Promise<Page> {
  const rows = await tx.query<Row>(
    changesSql,
    [snapshotSql(since), until ? snapshotSql(until) : null, ...lowerBounds(since, after), limit + 1, subjectTypes],
    'read_live_changes',
  );
  const [first] = rows as [Row, ...Row[]];
  const found = rows.filter((row) => row.kind !== null);
  return {
    changes: found.slice(0, limit).map(changeOf),
    until: parseSnapshot(first.until),
    more: found.length > limit,
    next: BigInt(first.next),
  };
}

/** Transaction and position that events must exceed, transaction and vehicle that states must. Events of a transaction stand before its states. */
function lowerBounds(since: Snapshot, after: Place | undefined): string[] {
  if (!after) return [String(since.xmin), '0', '0', lowestId];
  const xid = String(after.transactionId);
  return after.kind === 'event' ? [xid, after.key, xid, lowestId] : [xid, highestPosition, xid, after.key];
}

function changeOf({
  kind,
  xid,
  position,
  state_of,
  type,
  subjectType,
  vehicleId,
  latitude,
  longitude,
  rowVersion,
  json,
}: Row): Change {
  const place = { transactionId: BigInt(xid), kind: kind as Place['kind'], key: kind === 'event' ? position : state_of };
  return { place, type, subjectType, vehicleId, latitude, longitude, rowVersion, json };
}

/** What is committed now. */
export async function readSnapshot(tx: Tx): Promise<Snapshot> {
  const [row] = await tx.query<{ now: string }>('select pg_current_snapshot()::text as now', [], 'read_snapshot');
  return row ? parseSnapshot(row.now) : beginning;
}
