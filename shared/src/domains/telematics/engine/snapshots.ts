import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { everyRow, firstRowOfEach, type HistoryQuery, type HistoryTable } from '../reading/history-rows.ts';
import { obdMeasures } from '../tables/obdMeasures.ts';

const measured = { ...obdMeasures, odometerKm: 'odometer_km', engineHours: 'engine_hours' } as const;

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

const table: HistoryTable = { name: 'obd_telemetry', select: snapshotSql, where: () => 'true' };

/** Every snapshot, in the order of measurement. */
export function everySnapshot(tx: Tx, query: HistoryQuery, count: number): Promise<Snapshot[]> {
  return everyRow<Snapshot>(tx, table, query, count);
}

/** The first snapshot of each interval. */
export function sampledSnapshots(tx: Tx, query: HistoryQuery, everySeconds: number, count: number): Promise<Snapshot[]> {
  return firstRowOfEach<Snapshot>(tx, table, query, everySeconds, count);
}
