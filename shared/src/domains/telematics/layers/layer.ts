import { type ZodType, z } from 'zod';
import { momentSchema } from '../../../resource/moment.ts';
import type { Resource } from '../../../resource/resource.ts';
import { accessTypes, cameraStatuses, chargingLevels, type layerNames, roadConditions } from '../tables/index.ts';
import * as resources from './resources.ts';

export type LayerName = (typeof layerNames)[number];

/** A condition that a question may add: what is asked for, and the SQL of it, where `$` stands for the value and `p` for the record. */
export type LayerFilter = { schema: ZodType; sql: string };

/** A reference layer: its table, what its records are told apart by, and what may be asked of it. */
export type Layer = {
  name: LayerName;
  resource: Resource;
  /** The view that every organisation may read. */
  view: string;
  /** Column of the natural key. */
  key: string;
  /** What becomes of a record that its feed no longer names. */
  whenGone: 'inactive' | 'removed';
  filters: Readonly<Record<string, LayerFilter>>;
};

const text = z.string().min(1).max(100);
const same = (column: string) => `lower(p.${column}) = lower($::text)`;

export const layers: Readonly<Record<LayerName, Layer>> = {
  traffic_cameras: {
    name: 'traffic_cameras',
    resource: resources.trafficCameraResource,
    view: 'platform.traffic_camera_places',
    key: 'fdotId',
    whenGone: 'inactive',
    filters: {
      status: { schema: z.enum(cameraStatuses), sql: 'p.status = $::text' },
      road: { schema: text, sql: same('road') },
      county: { schema: text, sql: same('county') },
      direction: { schema: text, sql: same('direction') },
    },
  },
  weather_stations: {
    name: 'weather_stations',
    resource: resources.weatherStationResource,
    view: 'platform.weather_station_places',
    key: 'stationId',
    whenGone: 'removed',
    filters: {
      roadConditions: { schema: z.enum(roadConditions), sql: 'p.road_conditions = $::text' },
      observedSince: {
        schema: momentSchema.describe('Only stations whose latest observation is of this moment or later'),
        sql: 'p.last_updated >= $::timestamptz',
      },
    },
  },
  ev_charging_stations: {
    name: 'ev_charging_stations',
    resource: resources.evChargingStationResource,
    view: 'platform.ev_charging_station_places',
    key: 'stationId',
    whenGone: 'removed',
    filters: {
      network: { schema: text, sql: same('network') },
      operator: { schema: text, sql: same('operator') },
      accessType: { schema: z.enum(accessTypes), sql: 'p.access_type = $::text' },
      chargingLevel: { schema: z.enum(chargingLevels), sql: '$::text = any (p.charging_levels)' },
      minPowerKw: { schema: z.number().min(0).max(10_000), sql: 'p.max_power_kw >= $::double precision' },
      minPorts: { schema: z.int().min(1).max(10_000), sql: 'p.num_ports >= $::integer' },
      available24x7: { schema: z.boolean(), sql: 'p.available_24x7 = $::boolean' },
    },
  },
  toll_plazas: {
    name: 'toll_plazas',
    resource: resources.tollPlazaResource,
    view: 'platform.toll_plaza_places',
    key: 'plazaId',
    whenGone: 'removed',
    filters: {
      road: { schema: text, sql: same('road') },
      operator: { schema: text, sql: same('operator') },
      supportsSunpass: { schema: z.boolean(), sql: 'p.supports_sunpass = $::boolean' },
      supportsEzpass: { schema: z.boolean(), sql: 'p.supports_ezpass = $::boolean' },
    },
  },
};

/** What a question asks of the records beyond where they are. */
export type Filters = Readonly<Record<string, unknown>>;

/** The filters of a layer as fields of a verb's input. */
export function filterFields(layer: Layer): Record<string, ZodType> {
  return Object.fromEntries(Object.entries(layer.filters).map(([name, { schema }]) => [name, schema.optional()]));
}

/** The filters that a question has, as SQL conditions; their values are added to `values`. */
export function conditionsSql(layer: Layer, filters: Filters, values: unknown[]): string {
  return Object.entries(layer.filters)
    .filter(([name]) => filters[name] !== undefined)
    .map(([name, { sql }]) => ` and ${sql.replace('$', `$${values.push(filters[name])}`)}`)
    .join('');
}
