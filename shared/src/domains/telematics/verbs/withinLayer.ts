import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { filterFields, type Layer, layers } from '../layers/layer.ts';
import { decodeCursor, encodeCursor, nearest } from '../layers/queries/index.ts';
import { filtersOf, latitude, longitude, pageOf, placeOf, recordSchema, withoutChord } from '../layers/questions.ts';

const withinOf = (layer: Layer, what: string) =>
  verb({
    name: 'within',
    on: layer.resource.path,
    target: 'collection',
    method: 'GET',
    permission: 'layer.read',
    summary: `All ${what} within a distance of a place`,
    description: 'The nearest first, page by page.',
    input: z.strictObject({
      latitude,
      longitude,
      radiusM: z.number().min(1).max(500_000).describe('Metres along a great circle'),
      limit: z.int().min(1).max(1_000).default(100),
      cursor: z.string().max(200).optional().describe('page.nextCursor of the page before'),
      ...filterFields(layer),
    }),
    output: pageOf(recordSchema(layer)),
    run: async ({ tx, input }) => {
      const last = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
      const found = await nearest(tx, layer.name, placeOf(input), input.limit + 1, {
        filters: filtersOf(layer, input),
        radiusM: input.radiusM,
        after: last && { chordM: last.farM, id: last.id },
      });
      const data = found.slice(0, input.limit);
      const end = found.length > input.limit ? data.at(-1) : undefined;
      return { data: data.map(withoutChord), page: { nextCursor: end ? encodeCursor(end.chordM, end.id) : null } };
    },
  });

export const trafficCamerasWithin = withinOf(layers.traffic_cameras, 'traffic cameras');
export const weatherStationsWithin = withinOf(layers.weather_stations, 'weather stations');
export const evChargingStationsWithin = withinOf(layers.ev_charging_stations, 'charging stations');
export const tollPlazasWithin = withinOf(layers.toll_plazas, 'toll plazas');
