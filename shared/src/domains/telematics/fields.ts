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

/** Columns of vehicle_locations in the shape of `positionSchema`, as far as they are read: see `positionsOf`. */
export const positionSql = (alias: string) => `${alias}.id, date_part('epoch', ${alias}.recorded_at) as "recordedAt",
  ${alias}.latitude, ${alias}.longitude, ${alias}.altitude_m as "altitudeM", ${alias}.speed_kph as "speedKph",
  ${alias}.heading_deg as "headingDeg", ${alias}.accuracy_m as "accuracyM", ${alias}.odometer_km as "odometerKm",
  ${alias}.source, ${alias}.device_id as "deviceId", ${alias}.sequence::float8 as sequence`;

export type PositionRow = z.input<typeof positionSchema>;

/** A row of a query of `positionSql`. PostgreSQL takes longer to write a moment as text than for all other columns. */
export type StoredPosition = Omit<PositionRow, 'vehicleId' | 'recordedAt'> & { recordedAt: number };

/** Turns rows of one vehicle into positions where they stand: a copy of ten thousand costs as much as reading them. */
export function positionsOf(rows: StoredPosition[], vehicleId: string): PositionRow[] {
  // As the database would write it, however it was asked for.
  const id = vehicleId.toLowerCase();
  return rows.map((row) =>
    Object.assign(row as Omit<StoredPosition, 'recordedAt'>, {
      vehicleId: id,
      recordedAt: new Date(Math.round(row.recordedAt * 1000)).toISOString(),
    }),
  );
}
