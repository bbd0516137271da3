import type { Tx } from '../../../db/scope.ts';
import { isOnline } from '../fold/connectivity/component.ts';
import { activeCodes, engineHours } from '../fold/engine/component.ts';
import { engineOn, odometerKm } from '../fold/fold.ts';
import { movingKph } from '../fold/moving.ts';
import type { FoldState, LastFix } from '../fold/state.ts';
import { currentTripId } from '../fold/trips/component.ts';
import { bigintArray, booleanArray, doubleArray, textArray, uuidArray } from '../ingest/arrays.ts';
import type { Fact } from '../ingest/facts.ts';

/** A vehicle as its fold has it now. */
export type FoldedVehicle = { vehicleId: string; state: FoldState; lastReceivedAtMs: number | null };

type Located = FoldedVehicle & { last: LastFix };

const positionColumns = [
  'location_id',
  'recorded_at',
  'device_id',
  'source',
  'latitude',
  'longitude',
  'altitude_m',
  'speed_kph',
  'heading_deg',
  'accuracy_m',
  'sequence',
  'status',
] as const;

const positionValues = positionColumns.map((column) => (column === 'recorded_at' ? 'to_timestamp(recorded_ms / 1000)' : column));
const positionNames = positionColumns.map((column) => (column === 'recorded_at' ? 'recorded_ms' : column)).join(', ');
const positionArrays =
  '$2::uuid[], $3::float8[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::bigint[], $13::text[]';

const received = 'last_received_at = greatest(s.last_received_at, excluded.last_received_at)';
const foldedColumns = [
  'is_online',
  'ignition_on',
  'odometer_km',
  'odometer_recorded_at',
  'engine_hours',
  'fuel_level_percent',
  'battery_voltage_v',
  'current_trip_id',
  'active_trouble_codes',
] as const;

const foldedSql = `insert into vehicle_state as s (tenant_id, id, vehicle_id, last_received_at, ${positionColumns.join(', ')}, ${foldedColumns.join(', ')})
select (select platform.current_tenant_id()), id, id, coalesce(to_timestamp(received_ms / 1000), to_timestamp(recorded_ms / 1000)), ${positionValues.join(', ')},
  is_online, ignition_on, odometer_km, to_timestamp(odometer_ms / 1000), engine_hours, fuel_level_percent, battery_voltage_v, current_trip_id,
  case when codes = '' then '{}' else string_to_array(codes, ' ') end
from unnest($1::uuid[], ${positionArrays}, $14::float8[], $15::boolean[], $16::boolean[], $17::float8[], $18::float8[], $19::float8[], $20::float8[], $21::float8[], $22::uuid[], $23::text[])
  as r (id, ${positionNames}, received_ms, is_online, ignition_on, odometer_km, odometer_ms, engine_hours, fuel_level_percent, battery_voltage_v, current_trip_id, codes)
on conflict (tenant_id, id) do update set ${[...positionColumns, ...foldedColumns].map((column) => `${column} = excluded.${column}`).join(', ')}, ${received}`;

/** How many of these vehicles have a place to show. */
export function located(vehicles: readonly FoldedVehicle[]): Located[] {
  return vehicles.flatMap((vehicle) => (vehicle.state.last ? [{ ...vehicle, last: vehicle.state.last }] : []));
}

/** Shows these vehicles, whose folds are locked, as their folds have them. */
export async function saveVehicleStates(tx: Tx, vehicles: readonly Located[]): Promise<void> {
  await tx.query(
    foldedSql,
    [
      uuidArray(vehicles, ({ vehicleId }) => vehicleId),
      uuidArray(vehicles, ({ last }) => last.id),
      doubleArray(vehicles, ({ last }) => last.atMs),
      textArray(vehicles, ({ last }) => last.deviceId),
      textArray(vehicles, ({ last }) => last.source),
      doubleArray(vehicles, ({ last }) => last.latitude),
      doubleArray(vehicles, ({ last }) => last.longitude),
      doubleArray(vehicles, ({ last }) => last.altitudeM),
      doubleArray(vehicles, ({ last }) => last.speedKph),
      doubleArray(vehicles, ({ last }) => last.headingDeg),
      doubleArray(vehicles, ({ last }) => last.accuracyM),
      bigintArray(vehicles, ({ last }) => last.sequence),
      textArray(vehicles, ({ state }) => statusOf(state.speedKph, engineOn(state))),
      doubleArray(vehicles, ({ lastReceivedAtMs }) => lastReceivedAtMs),
      booleanArray(vehicles, ({ state }) => isOnline(state.connectivity)),
      booleanArray(vehicles, ({ state }) => state.ignitionOn),
      doubleArray(vehicles, ({ state }) => rounded(odometerKm(state))),
      doubleArray(vehicles, ({ state }) => state.odometer?.atMs),
      doubleArray(vehicles, ({ state }) => rounded(engineHours(state.engine))),
      doubleArray(vehicles, ({ state }) => state.fuelLevelPercent),
      doubleArray(vehicles, ({ state }) => state.batteryVoltageV),
      uuidArray(vehicles, ({ state }) => currentTripId(state.trips)),
      textArray(vehicles, ({ state }) => activeCodes(state.engine)?.join(' ')),
    ],
    'save_vehicle_state',
  );
}

const isNewer = '(excluded.recorded_at, excluded.location_id) > (s.recorded_at, s.location_id)';
const newestSql = `insert into vehicle_state as s (tenant_id, id, vehicle_id, last_received_at, ${positionColumns.join(', ')})
select (select platform.current_tenant_id()), id, id, to_timestamp(received_ms / 1000), ${positionValues.join(', ')}
from unnest($1::uuid[], ${positionArrays}, $14::float8[]) as r (id, ${positionNames}, received_ms)
on conflict (tenant_id, id) do update set
  ${positionColumns.map((column) => `${column} = case when ${isNewer} then excluded.${column} else s.${column} end`).join(', ')}, ${received}`;

/** The latest fix of each vehicle, in the order of the facts, which are in fold order. */
export function latestFixes(facts: readonly Fact[]): Fact[] {
  return facts.filter((fact, i) => {
    if (!fact.fix) return false;
    for (let next = i + 1; facts[next]?.vehicleId === fact.vehicleId; next += 1) if (facts[next]?.fix) return false;
    return true;
  });
}

/** Shows vehicles whose readings are folded later at the latest place that is known of them; whatever is older changes nothing. */
export async function showLatestFixes(tx: Tx, latest: readonly Fact[]): Promise<void> {
  await tx.query(
    newestSql,
    [
      uuidArray(latest, ({ vehicleId }) => vehicleId),
      uuidArray(latest, ({ id }) => id),
      doubleArray(latest, ({ atMs }) => atMs),
      textArray(latest, ({ deviceId }) => deviceId),
      textArray(latest, ({ source }) => source),
      doubleArray(latest, ({ fix }) => fix?.latitude),
      doubleArray(latest, ({ fix }) => fix?.longitude),
      doubleArray(latest, ({ fix }) => fix?.altitudeM),
      doubleArray(latest, ({ fix }) => fix?.speedKph),
      doubleArray(latest, ({ fix }) => fix?.headingDeg),
      doubleArray(latest, ({ fix }) => fix?.accuracyM),
      bigintArray(latest, ({ sequence }) => sequence),
      textArray(latest, ({ fix, ignitionOn }) => statusOf(fix?.speedKph ?? null, ignitionOn)),
      doubleArray(latest, ({ receivedAtMs }) => receivedAtMs),
    ],
    'show_latest_fixes',
  );
}

/** What was added up, to the metre and some seconds. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}

function statusOf(speedKph: number | null, engine: boolean | null): string {
  if (speedKph === null) return 'unknown';
  if (speedKph >= movingKph) return 'moving';
  return engine ? 'idling' : 'stopped';
}
