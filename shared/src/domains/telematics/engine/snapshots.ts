import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';

const measured = {
  rpm: 'rpm',
  speedKph: 'speed_kph',
  engineLoadPercent: 'engine_load_percent',
  coolantTempC: 'coolant_temp_c',
  fuelLevelPercent: 'fuel_level_percent',
  throttlePositionPercent: 'throttle_position_percent',
  intakeAirTempC: 'intake_air_temp_c',
  mafRateGps: 'maf_rate_gps',
  batteryVoltageV: 'battery_voltage_v',
  fuelPressureKpa: 'fuel_pressure_kpa',
  fuelUsedL: 'fuel_used_l',
  odometerKm: 'odometer_km',
  engineHours: 'engine_hours',
} as const;

const measuredKeys = Object.keys(measured) as (keyof typeof measured)[];
const nullableNumber = z.number().nullable();

/** A snapshot of an engine as the interface shows it. */
export const snapshotSchema = z.object({
  id: z.guid().describe('Also the id of the position of the same reading'),
  vehicleId: z.guid(),
  recordedAt: z.iso.datetime({ offset: true }),
  ...(Object.fromEntries(measuredKeys.map((key) => [key, nullableNumber])) as Record<
    keyof typeof measured,
    typeof nullableNumber
  >),
  dtcCodes: z.array(z.string()).nullable().describe('Active trouble codes; null where the device did not look'),
  ignitionOn: z.boolean().nullable(),
  source: z.string(),
  deviceId: z.string(),
});

type Snapshot = z.input<typeof snapshotSchema>;

const snapshotSql = (alias: string) => `${alias}.id, ${alias}.vehicle_id as "vehicleId",
  to_char(${alias}.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
  ${measuredKeys.map((key) => `${alias}.${measured[key]} as "${key}"`).join(', ')},
  ${alias}.dtc_codes as "dtcCodes", ${alias}.ignition_on as "ignitionOn", ${alias}.source, ${alias}.device_id as "deviceId"`;

/** Which snapshots of a vehicle: `from` inclusive, `to` exclusive, after the snapshot `afterId` of the moment `from`. */
export type SnapshotQuery = { vehicleId: string; from: Date; to: Date; afterId: string | undefined };

const lowestId = '00000000-0000-0000-0000-000000000000';

/** Every snapshot, in the order of measurement. */
export function everySnapshot(
  tx: Tx,
  { vehicleId, from, to, afterId = lowestId }: SnapshotQuery,
  count: number,
): Promise<Snapshot[]> {
  return tx.query<Snapshot>(
    `select ${snapshotSql('o')} from obd_telemetry o
     where o.vehicle_id = $1 and o.recorded_at >= $2 and o.recorded_at < $3 and (o.recorded_at, o.id) > ($2, $4::uuid)
     order by o.recorded_at, o.id limit $5`,
    [vehicleId, from, to, afterId, count],
  );
}

/** The first snapshot of each interval, by one probe of the index each: what lies between is not read. */
export function sampledSnapshots(tx: Tx, query: SnapshotQuery, everySeconds: number, count: number): Promise<Snapshot[]> {
  const { vehicleId, from, to, afterId } = query;
  const everyMs = everySeconds * 1_000;
  const start = afterId === undefined ? from : new Date((Math.floor(from.getTime() / everyMs) + 1) * everyMs);
  const first = (since: string) =>
    `(select o.* from obd_telemetry o where o.vehicle_id = $1 and o.recorded_at >= ${since} and o.recorded_at < $3
      order by o.recorded_at, o.id limit 1)`;
  return tx.query<Snapshot>(
    `with recursive sample as (
       ${first('$2::timestamptz')}
       union all
       select n.* from sample s cross join lateral
         ${first('to_timestamp((floor(extract(epoch from s.recorded_at) / $4::integer) + 1) * $4::integer)')} n
     )
     select ${snapshotSql('s')} from sample s limit $5`,
    [vehicleId, start, to, everySeconds, count],
  );
}
