import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { filterFields, type Layer, layers } from '../layers/layer.ts';
import { nearest } from '../layers/queries/index.ts';
import { filtersOf, latitude, longitude, placeOf, recordSchema, withoutChord } from '../layers/questions.ts';

const nearestIn = (layer: Layer, what: string) =>
  verb({
    name: 'nearest',
    on: layer.resource.path,
    target: 'collection',
    method: 'GET',
    permission: 'layer.read',
    summary: `The ${what} nearest to a place`,
    description: 'The nearest first, with distances in metres along a great circle of the mean radius of the earth.',
    input: z.strictObject({ latitude, longitude, limit: z.int().min(1).max(100).default(10), ...filterFields(layer) }),
    output: z.object({ data: z.array(recordSchema(layer)) }),
    run: async ({ tx, input }) => ({
      data: (await nearest(tx, layer.name, placeOf(input), input.limit, { filters: filtersOf(layer, input) })).map(withoutChord),
    }),
  });

export const nearestTrafficCameras = nearestIn(layers.traffic_cameras, 'traffic cameras');
export const nearestWeatherStations = nearestIn(layers.weather_stations, 'weather stations');
export const nearestEvChargingStations = nearestIn(layers.ev_charging_stations, 'charging stations');
export const nearestTollPlazas = nearestIn(layers.toll_plazas, 'toll plazas');
