import type { Tx } from '../../../db/scope.ts';
import type { DeviceEvent, Fix, FoldReading, Obd } from '../fold/reading.ts';
import type { FoldState } from '../fold/state.ts';
import { obdMeasureColumns } from '../tables/obdMeasures.ts';

/** Readings of one vehicle, in order, and whether there are more after them. */
export type Readings = { readings: FoldReading[]; more: boolean };

type Common = {
  id: string;
  at_ms: number;
  device_id: string;
  source: string;
  odometer_km: number | null;
  engine_hours: number | null;
  ignition_on: boolean | null;
};
type LocationRow = Common &
  Record<'latitude' | 'longitude', number> &
  Record<'altitude_m' | 'speed_kph' | 'heading_deg' | 'accuracy_m' | 'sequence', number | null>;
type ObdRow = Common & { [column: string]: number | string[] | string | boolean | null };
type EventsRow = Common & { events: DeviceEvent[] };

const common = `f.id, f.device_id, f.source, f.odometer_km, f.engine_hours, f.ignition_on,
  (extract(epoch from f.recorded_at) * 1000)::float8 as at_ms`;

const after = (table: string, columns: string) => `select ${common}, ${columns} from ${table} f
  where f.vehicle_id = $1 and f.recorded_at >= to_timestamp($2::float8 / 1000) and (f.recorded_at, f.id) > (to_timestamp($2::float8 / 1000), $3::uuid)
  order by f.recorded_at, f.id limit $4`;

const obdColumns = [...obdMeasureColumns.map(([, column]) => `f.${column}`), 'f.dtc_codes'].join(', ');

const locationsSql = after(
  'vehicle_locations',
  'f.latitude, f.longitude, f.altitude_m, f.speed_kph, f.heading_deg, f.accuracy_m, f.sequence::float8 as sequence',
);
const obdSql = after('obd_telemetry', obdColumns);
const eventsSql = after('device_events', 'f.events');

/** The first readings of a vehicle after a moment and id, about `limit` of them, cut between two milliseconds. */
export async function factsAfter(tx: Tx, vehicleId: string, until: FoldState['until'], limit: number): Promise<Readings> {
  const values = [vehicleId, until.atMs, until.id, limit + 1];
  const [locations, obd, events] = await Promise.all([
    tx.query<LocationRow>(locationsSql, values, 'vehicle_locations_after'),
    tx.query<ObdRow>(obdSql, values, 'obd_telemetry_after'),
    tx.query<EventsRow>(eventsSql, values, 'device_events_after'),
  ]);
  // Where one table has more than was asked for, the others may not go beyond what it answered.
  const ends = [locations, obd, events].flatMap((rows) => (rows.length > limit ? [(rows.at(-1) as Common).at_ms] : []));
  const endMs = ends.length > 0 ? Math.min(...ends) : Number.POSITIVE_INFINITY;
  const readings = merge(locations, obd, events);
  const before = readings.filter(({ atMs }) => atMs < endMs);
  // More readings of one millisecond than the limit: all of them at once.
  if (before.length === 0 && readings.length > 0 && ends.length > 0) return factsAfter(tx, vehicleId, until, limit * 2);
  return { readings: before, more: ends.length > 0 };
}

function merge(locations: readonly LocationRow[], obd: readonly ObdRow[], events: readonly EventsRow[]): FoldReading[] {
  const readings = new Map<string, FoldReading>();
  for (const row of locations) readings.set(row.id, { ...readingOf(row), sequence: row.sequence, fix: fixOf(row) });
  for (const row of obd) readings.set(row.id, { ...(readings.get(row.id) ?? readingOf(row)), obd: obdOf(row) });
  for (const row of events) readings.set(row.id, { ...(readings.get(row.id) ?? readingOf(row)), events: row.events });
  const all = [...readings.values()];
  if (obd.length === 0 && events.length === 0) return all;
  return all.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
}

function readingOf(row: Common): FoldReading {
  return {
    id: row.id,
    atMs: row.at_ms,
    deviceId: row.device_id,
    source: row.source,
    sequence: null,
    fix: null,
    odometerKm: row.odometer_km,
    engineHours: row.engine_hours,
    ignitionOn: row.ignition_on,
    obd: null,
    events: [],
  };
}

function fixOf(row: LocationRow): Fix {
  return {
    latitude: row.latitude,
    longitude: row.longitude,
    altitudeM: row.altitude_m,
    speedKph: row.speed_kph,
    headingDeg: row.heading_deg,
    accuracyM: row.accuracy_m,
  };
}

function obdOf(row: ObdRow): Obd {
  const obd: Record<string, unknown> = { dtcCodes: row.dtc_codes };
  for (const [key, column] of obdMeasureColumns) obd[key] = row[column];
  return obd as Obd;
}
