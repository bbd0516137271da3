import { z } from 'zod';

/** A position as the interface shows it. */
export const positionSchema = z.object({
  id: z.guid(),
  vehicleId: z.guid(),
  recordedAt: z.iso.datetime({ offset: true }),
  latitude: z.number(),
  longitude: z.number(),
  altitudeM: z.number().nullable(),
  speedKph: z.number().nullable(),
  headingDeg: z.number().nullable(),
  accuracyM: z.number().nullable(),
  odometerKm: z.number().nullable(),
  source: z.string(),
  deviceId: z.string(),
  sequence: z.number().nullable(),
});

/** Columns of vehicle_locations in the shape of `positionSchema`, but for the time: see `positionsOf`. */
export const positionSql = (alias: string) => `${alias}.id, ${alias}.vehicle_id as "vehicleId",
  date_part('epoch', ${alias}.recorded_at) as "recordedAt",
  ${alias}.latitude, ${alias}.longitude, ${alias}.altitude_m as "altitudeM", ${alias}.speed_kph as "speedKph",
  ${alias}.heading_deg as "headingDeg", ${alias}.accuracy_m as "accuracyM", ${alias}.odometer_km as "odometerKm",
  ${alias}.source, ${alias}.device_id as "deviceId", ${alias}.sequence::float8 as sequence`;

export type PositionRow = z.input<typeof positionSchema>;

/** A row of a query of `positionSql`. */
export type StoredPosition = Omit<PositionRow, 'recordedAt'> & { recordedAt: number };

/** Rows of a query of `positionSql`. PostgreSQL takes longer to write a moment as text than for all other columns. */
export async function positionsOf(query: Promise<StoredPosition[]>): Promise<PositionRow[]> {
  return (await query).map((row) => ({ ...row, recordedAt: new Date(Math.round(row.recordedAt * 1000)).toISOString() }));
}
