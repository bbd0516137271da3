import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import type { GeometryRow } from '../geofences/fenceOf.ts';
import { outlineOf } from '../geofences/outline.ts';
import { geofenceTypes } from '../tables/geofences.ts';

/** The most fences of one answer. */
const maxFeatures = 10_000;

type Row = GeometryRow & { id: string; properties: z.input<typeof properties> };

const properties = z.object({
  name: z.string(),
  description: z.string().nullable(),
  type: z.enum(geofenceTypes),
  color: z.string().nullable(),
  isActive: z.boolean(),
  speedLimitKph: z.number().nullable(),
  dwellMinutes: z.number().nullable(),
  centerLatitude: z.number().nullable(),
  centerLongitude: z.number().nullable(),
  radiusM: z.number().nullable(),
  vehiclesInside: z.int(),
});

export const geofencesGeojson = verb({
  name: 'geojson',
  on: 'geofences',
  target: 'collection',
  method: 'GET',
  permission: 'geofence.read',
  summary: 'All fences, as GeoJSON',
  description:
    `A FeatureCollection (RFC 7946) of ${maxFeatures} fences at most, those changed last first. A circle has 64 corners, and its centre ` +
    'and radius among its properties; what crosses the antimeridian is cut there.',
  input: z.strictObject({ isActive: z.boolean().optional().describe('Only fences that are watched, or are not') }),
  output: z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        id: z.guid(),
        geometry: z.object({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.unknown()) }),
        properties,
      }),
    ),
  }),
  run: async ({ tx, input: { isActive } }) => {
    const rows = await tx.query<Row>(
      `select g.id, g.type, g.center_latitude, g.center_longitude, g.radius_m, g.coordinates, json_build_object(
           'name', g.name, 'description', g.description, 'type', g.type, 'color', g.color, 'isActive', g.is_active,
           'speedLimitKph', g.speed_limit_kph, 'dwellMinutes', g.dwell_minutes, 'centerLatitude', g.center_latitude,
           'centerLongitude', g.center_longitude, 'radiusM', g.radius_m, 'vehiclesInside', coalesce(p.vehicles, 0)) as properties
       from geofences g left join (select geofence_id, count(*)::integer as vehicles from geofence_presences group by geofence_id) p
         on p.geofence_id = g.id
       where $1::boolean is null or g.is_active = $1
       order by g.updated_at desc, g.id limit ${maxFeatures}`,
      [isActive ?? null],
    );
    const features = rows.map((row) => ({
      type: 'Feature' as const,
      id: row.id,
      geometry: outlineOf(row),
      properties: row.properties,
    }));
    return { type: 'FeatureCollection' as const, features };
  },
});
