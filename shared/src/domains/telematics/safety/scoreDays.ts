import type { Tx } from '../../../db/scope.ts';
import { type BehaviorEventType, type EventCounts, noEvents, type Severity } from './counts.ts';
import type { Day } from './days.ts';
import { countedSql, drivenSql } from './driven.ts';
import { formulaVersion, scoreOf } from './score.ts';

type Driven = { subject_id: string; period: string; distance_km: number; driving_seconds: number };
type Counted = { subject_id: string; period: string; event_type: BehaviorEventType; severity: Severity; count: number };

type DriverDay = { driver_id: string; day: string; distance_km: number; driving_seconds: number; event_counts: EventCounts };

const periods =
  'with periods as (select day::text as period, begins, ends from unnest($1::date[], $2::timestamptz[], $3::timestamptz[]) as d (day, begins, ends))';

/** Two runs at once must not write what one of them read before the other did. */
const lockSql = `select pg_advisory_xact_lock(hashtextextended(platform.current_tenant_id()::text || ' safety scores', 0))`;

/**
 * Makes the rows of these days what trips and events say now. A row that is right already stays untouched.
 *
 * @returns how many rows were written or deleted
 */
export async function scoreDaysAnew(tx: Tx, days: readonly Day[]): Promise<number> {
  await tx.query(lockSql);
  const values = [days.map(({ day }) => day), days.map(({ from }) => from), days.map(({ to }) => to)];
  const [driven, counted] = await Promise.all([
    tx.query<Driven>(`${periods} ${drivenSql('driver_id')}`, values),
    tx.query<Counted>(`${periods} ${countedSql('driver_id')}`, values),
  ]);
  const rows = rowsOf(driven, counted).map((row) => ({
    ...row,
    score: scoreOf(row.event_counts, row.distance_km),
    formula_version: formulaVersion,
  }));
  const given = JSON.stringify(rows);
  const columns = `driver_id uuid, day date, distance_km float8, driving_seconds integer, event_counts jsonb, score numeric(5, 2), formula_version integer`;
  const [written, deleted] = await Promise.all([
    tx.query(
      `insert into driver_safety_scores as s (driver_id, day, distance_km, driving_seconds, event_counts, score, formula_version)
       select r.driver_id, r.day, r.distance_km, r.driving_seconds, r.event_counts, r.score, r.formula_version
       from jsonb_to_recordset($1::jsonb) as r (${columns})
       order by r.driver_id, r.day
       on conflict (tenant_id, driver_id, day) do update set distance_km = excluded.distance_km, driving_seconds = excluded.driving_seconds,
         event_counts = excluded.event_counts, score = excluded.score, formula_version = excluded.formula_version
       where (s.distance_km, s.driving_seconds, s.event_counts, s.score, s.formula_version)
         is distinct from (excluded.distance_km, excluded.driving_seconds, excluded.event_counts, excluded.score, excluded.formula_version)
       returning 1`,
      [given],
    ),
    tx.query(
      `delete from driver_safety_scores s where s.day = any ($2::date[])
         and not exists (select from jsonb_to_recordset($1::jsonb) as r (driver_id uuid, day date) where r.driver_id = s.driver_id and r.day = s.day)
       returning 1`,
      [given, values[0]],
    ),
  ]);
  return written.length + deleted.length;
}

function rowsOf(driven: readonly Driven[], counted: readonly Counted[]): DriverDay[] {
  const rows = new Map<string, DriverDay>();
  const rowOf = (driverId: string, day: string): DriverDay => {
    const key = `${driverId} ${day}`;
    const row = rows.get(key) ?? { driver_id: driverId, day, distance_km: 0, driving_seconds: 0, event_counts: noEvents() };
    rows.set(key, row);
    return row;
  };
  for (const { subject_id, period, distance_km, driving_seconds } of driven) {
    Object.assign(rowOf(subject_id, period), { distance_km, driving_seconds });
  }
  for (const { subject_id, period, event_type, severity, count } of counted) {
    rowOf(subject_id, period).event_counts[event_type][severity] = count;
  }
  return [...rows.values()];
}
