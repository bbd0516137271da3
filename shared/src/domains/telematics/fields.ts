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

/** Columns of vehicle_locations in the shape of `positionSchema`. */
export const positionSql = (alias: string) => `${alias}.id, ${alias}.vehicle_id as "vehicleId",
  to_char(${alias}.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
  ${alias}.latitude, ${alias}.longitude, ${alias}.altitude_m as "altitudeM", ${alias}.speed_kph as "speedKph",
  ${alias}.heading_deg as "headingDeg", ${alias}.accuracy_m as "accuracyM", ${alias}.odometer_km as "odometerKm",
  ${alias}.source, ${alias}.device_id as "deviceId", ${alias}.sequence::float8 as sequence`;

export type PositionRow = z.input<typeof positionSchema>;
