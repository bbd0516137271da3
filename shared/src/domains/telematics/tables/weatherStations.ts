import { measure, oneOf, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable } from '../../../db/table.ts';
import { layerChecks, layerColumns, layerDescriptions, layerReferences, placeIndex } from './layerColumns.ts';

export const roadConditions = ['dry', 'wet', 'icy', 'snow'] as const;

export const weatherStations = platformTable('weather_stations', {
  comment: 'Weather stations with their latest observation, from public feeds; every organisation may read them.',
  columns: {
    ...layerColumns(),
    stationId: varchar('station_id', { length: 50 }).notNull(),
    name: varchar('name', { length: 255 }),
    temperatureC: measure('temperature_c'),
    conditions: varchar('conditions', { length: 100 }),
    windSpeedKph: measure('wind_speed_kph'),
    visibilityM: measure('visibility_m'),
    roadConditions: oneOf('road_conditions', roadConditions),
    lastUpdated: timestamptz('last_updated'),
  },
  describe: {
    ...layerDescriptions,
    stationId: 'Id of the station (KMCO for Orlando), after the prefix of its source.',
    temperatureC: 'Air temperature in °C; feeds in °F or K are converted.',
    conditions: 'The weather in words: Mostly Cloudy.',
    windSpeedKph: 'Mean wind speed in km/h; feeds in mph, knots or m/s are converted.',
    visibilityM: 'Visibility in metres; feeds in miles are converted.',
    roadConditions: 'Surface of the road, from stations that have a sensor in it.',
    lastUpdated: 'When it was observed (UTC).',
  },
  references: layerReferences,
  unique: ['stationId'],
  indexes: [['sourceId'], placeIndex('weather_stations')],
  checks: layerChecks,
});
