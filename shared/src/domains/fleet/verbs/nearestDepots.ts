import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';

const degrees = (limit: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,15})?$/, 'degrees, such as -33.92')
    .transform(Number)
    .pipe(z.number().min(-limit).max(limit));

type Row = { id: string; depotCode: string; depotName: string; longitude: number; latitude: number; distanceM: number };

/** To a tenth of a millimetre: the sine of a tiny angle underflows, and one such depot would fail every question. */
const rounded = (degrees: string): string => `round(${degrees}::numeric, 9)::double precision`;

export const nearestDepots = verb({
  name: 'nearest',
  on: 'depots',
  target: 'collection',
  method: 'GET',
  permission: 'depot.read',
  summary: 'The active depots nearest to a place',
  description:
    'Distances in metres along a great circle of a sphere with a radius of 6,378,168 m (PostgreSQL module earthdistance).',
  input: z.strictObject({
    latitude: degrees(90),
    longitude: degrees(180),
    limit: z
      .string()
      .regex(/^\d{1,3}$/, 'a whole number')
      .transform(Number)
      .pipe(z.int().min(1).max(100))
      .default(10),
  }),
  output: z.object({
    data: z.array(
      z.object({
        id: z.guid(),
        depotCode: z.string(),
        depotName: z.string(),
        coordinates: z.object({ longitude: z.number(), latitude: z.number() }),
        distanceM: z.number(),
      }),
    ),
  }),
  // Sorts all depots of the tenant: they are few, and row security keeps a distance from being looked up in an index.
  run: async ({ tx, input: { latitude, longitude, limit } }) => {
    const rows = await tx.query<Row>(
      `select id, depot_code as "depotCode", depot_name as "depotName", coordinates[0] as longitude, coordinates[1] as latitude,
         earth_distance(ll_to_earth(${rounded('coordinates[1]')}, ${rounded('coordinates[0]')}), ll_to_earth(${rounded('$1')}, ${rounded('$2')})) as "distanceM"
       from depots where is_active
       order by "distanceM", id limit $3`,
      [latitude, longitude, limit],
    );
    return { data: rows.map(({ longitude, latitude, ...depot }) => ({ ...depot, coordinates: { longitude, latitude } })) };
  },
});
