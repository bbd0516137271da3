import { z } from 'zod';
import { resource } from '../../../resource/resource.ts';
import { evChargingStations, layerSources, tollPlazas, trafficCameras, weatherStations } from '../tables/index.ts';
import { feedUrl, fieldMapping } from './source-fields.ts';

// The same for every organisation: read with layer.read, written by the importers only.
const permissions = { read: 'layer.read', write: 'platform.write' };
const operations = ['list', 'get'] as const;

export const trafficCameraResource = resource({
  path: 'traffic-cameras',
  singular: 'trafficCamera',
  table: trafficCameras,
  summary: 'Cameras along roads',
  operations,
  permissions,
  search: ['fdotId', 'name', 'road'],
});

export const weatherStationResource = resource({
  path: 'weather-stations',
  singular: 'weatherStation',
  table: weatherStations,
  summary: 'Weather stations with their latest observation',
  operations,
  permissions,
  search: ['stationId', 'name'],
});

export const evChargingStationResource = resource({
  path: 'ev-charging-stations',
  singular: 'evChargingStation',
  table: evChargingStations,
  summary: 'Charging stations for electric vehicles',
  operations,
  permissions,
  search: ['stationId', 'name', 'address'],
});

export const tollPlazaResource = resource({
  path: 'toll-plazas',
  singular: 'tollPlaza',
  table: tollPlazas,
  summary: 'Toll plazas and gantries',
  operations,
  permissions,
  search: ['plazaId', 'name', 'road'],
});

/** A source with its records is deleted together. */
export const layerSourceResource = resource({
  path: 'layer-sources',
  singular: 'layerSource',
  table: layerSources,
  summary: 'Public feeds of the reference layers, for operators of the platform',
  operations: ['list', 'get', 'create', 'update', 'delete'],
  permissions: { read: 'platform.read', write: 'platform.write' },
  verbOwned: [
    'etag',
    'lastModified',
    'nextAttemptAt',
    'lastAttemptAt',
    'lastSuccessAt',
    'lastChangedAt',
    'lastError',
    'failureCount',
    'records',
    'skipped',
  ],
  hidden: ['contentHash'],
  search: ['name'],
  fields: {
    url: feedUrl,
    fieldMapping,
    idPrefix: z.string().max(20),
    refreshMinutes: z.int().min(1).max(44_640),
    graceDays: z.int().min(0).max(3_650),
  },
});
