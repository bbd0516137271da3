import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { bboxSchema, boxOf } from '../reading/bbox.ts';

/** The most vehicles of one answer. */
const maxFeatures = 10_000;

const feature = z.object({
  type: z.literal('Feature'),
  id: z.guid(),
  geometry: z.object({ type: z.literal('Point'), coordinates: z.array(z.number()) }),
  properties: z.object({
    vehicleIdentifier: z.string().nullable(),
    licensePlate: z.string().nullable(),
    recordedAt: z.iso.datetime({ offset: true }),
    status: z.string(),
    speedKph: z.number().nullable(),
    headingDeg: z.number().nullable(),
    accuracyM: z.number().nullable(),
    odometerKm: z.number().nullable(),
  }),
});

export const geojson = verb({
  name: 'geojson',
  on: 'vehicle-states',
  target: 'collection',
  method: 'GET',
  permission: 'location.read',
  summary: 'Where all vehicles are now, as GeoJSON',
  description: `A FeatureCollection (RFC 7946) of the ${maxFeatures} vehicles heard of last at most.`,
  input: z.strictObject({
    bbox: bboxSchema.optional(),
  }),
  output: z.object({ type: z.literal('FeatureCollection'), features: z.array(feature) }),
  run: async ({ tx, input: { bbox } }) => {
    const box = bbox === undefined ? undefined : boxOf(bbox);
    const rows = await tx.query<{ feature: z.input<typeof feature> }>(
      `select json_build_object(
         'type', 'Feature',
         'id', s.vehicle_id,
         'geometry', json_build_object('type', 'Point', 'coordinates',
           case when s.altitude_m is null then json_build_array(s.longitude, s.latitude)
             else json_build_array(s.longitude, s.latitude, s.altitude_m) end),
         'properties', json_build_object(
           'vehicleIdentifier', v.vehicle_identifier, 'licensePlate', v.license_plate, 'recordedAt', s.recorded_at, 'status', s.status,
           'speedKph', s.speed_kph, 'headingDeg', s.heading_deg, 'accuracyM', s.accuracy_m, 'odometerKm', s.odometer_km)) as feature
       from vehicle_state s join vehicles v on v.tenant_id = s.tenant_id and v.id = s.vehicle_id
       where $1::float8 is null or (s.latitude between $2 and $4
         and case when $1 <= $3 then s.longitude between $1 and $3 else s.longitude >= $1 or s.longitude <= $3 end)
       order by s.recorded_at desc, s.vehicle_id limit $5`,
      [...(box ?? [null, null, null, null]), maxFeatures],
    );
    return { type: 'FeatureCollection' as const, features: rows.map((row) => row.feature) };
  },
});
