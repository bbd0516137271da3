import { z } from 'zod';
import { invalidField } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { distanceM, type Place } from '../geo/haversine.ts';
import { decodePolyline } from '../geo/polyline.ts';
import { filterFields, type Layer, layers } from '../layers/layer.ts';
import { corridor, decodeCursor, encodeCursor } from '../layers/queries/index.ts';
import { filtersOf, latitude, longitude, pageOf, placeOf, recordSchema } from '../layers/questions.ts';

const maxPoints = 10_000;
const maxLengthM = 10_000_000;

const corridorOf = (layer: Layer, what: string) =>
  verb({
    name: 'corridor',
    on: layer.resource.path,
    target: 'collection',
    // A line is too long for a query string; nothing is written.
    access: 'read',
    permission: 'layer.read',
    summary: `The ${what} along a line`,
    description:
      'In the order in which they are passed: alongM from the start of the line, distanceM beside it. The line is given as points or as ' +
      'an encoded polyline of precision 5, such as that of a trip or a route.',
    input: z.strictObject({
      points: z.array(z.strictObject({ latitude, longitude })).min(1).max(maxPoints).optional(),
      polyline: z.string().min(1).max(200_000).optional(),
      withinM: z.number().min(1).max(50_000).describe('How far beside the line, in metres'),
      limit: z.int().min(1).max(1_000).default(100),
      cursor: z.string().max(200).optional().describe('page.nextCursor of the page before'),
      ...filterFields(layer),
    }),
    output: pageOf(recordSchema(layer, { alongM: z.number().describe('Metres along the line, from its start') })),
    run: async ({ tx, input }) => {
      const line = lineOf(input);
      const last = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
      const found = await corridor(tx, layer.name, {
        line,
        withinM: input.withinM,
        filters: filtersOf(layer, input),
        count: input.limit + 1,
        after: last && { alongM: last.farM, id: last.id },
      });
      const data = found.slice(0, input.limit);
      const end = found.length > input.limit ? data.at(-1) : undefined;
      return { data, page: { nextCursor: end ? encodeCursor(end.alongM, end.id) : null } };
    },
  });

function lineOf({ points, polyline }: { points?: Place[] | undefined; polyline?: string | undefined }): Place[] {
  if ((points === undefined) === (polyline === undefined))
    throw invalidField('points', 'Give the line as points or as polyline, and not as both.', 'one_of');
  const field = points ? 'points' : 'polyline';
  const line = points ? points.map(placeOf) : decoded(polyline as string);
  let lengthM = 0;
  for (let index = 1; index < line.length; index += 1) {
    const step = distanceM(line[index - 1] as Place, line[index] as Place);
    if (step > 20_000_000) throw invalidField(field, `Points ${index} and ${index + 1} are opposite on the earth.`, 'ambiguous');
    lengthM += step;
  }
  if (lengthM > maxLengthM)
    throw invalidField(
      field,
      `The line is ${Math.round(lengthM / 1000)} km long; ask for ${maxLengthM / 1000} km at a time.`,
      'too_long',
    );
  return line;
}

function decoded(polyline: string): Place[] {
  let line: Place[];
  try {
    line = decodePolyline(polyline);
  } catch (error) {
    throw invalidField('polyline', (error as Error).message, 'invalid_polyline');
  }
  if (line.length > maxPoints) throw invalidField('polyline', `It has ${line.length} points; at most ${maxPoints}.`, 'too_long');
  const wrong = line.findIndex((place) => Math.abs(place.latitude) > 90 || Math.abs(place.longitude) > 180);
  if (wrong >= 0) throw invalidField('polyline', `Point ${wrong + 1} is not on the earth.`, 'invalid_polyline');
  return line;
}

export const trafficCamerasAlong = corridorOf(layers.traffic_cameras, 'traffic cameras');
export const weatherStationsAlong = corridorOf(layers.weather_stations, 'weather stations');
export const evChargingStationsAlong = corridorOf(layers.ev_charging_stations, 'charging stations');
export const tollPlazasAlong = corridorOf(layers.toll_plazas, 'toll plazas');
