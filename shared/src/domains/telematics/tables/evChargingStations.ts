import { boolean, integer, jsonb, measure, oneOf, text, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable, sql } from '../../../db/table.ts';
import { layerChecks, layerColumns, layerDescriptions, layerReferences, placeIndex } from './layerColumns.ts';

export const chargingLevels = ['level1', 'level2', 'dcfast'] as const;
export const accessTypes = ['public', 'private', 'restricted'] as const;

export const evChargingStations = platformTable('ev_charging_stations', {
  comment: 'Charging stations for electric vehicles, from public feeds; every organisation may read them.',
  columns: {
    ...layerColumns(),
    stationId: varchar('station_id', { length: 50 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    address: text('address'),
    operator: varchar('operator', { length: 100 }),
    network: varchar('network', { length: 100 }),
    numPorts: integer('num_ports'),
    chargingLevels: text('charging_levels').array(),
    maxPowerKw: measure('max_power_kw'),
    pricing: text('pricing'),
    accessType: oneOf('access_type', accessTypes, 20),
    available24x7: boolean('available_24x7'),
    amenities: jsonb('amenities'),
    lastUpdated: timestamptz('last_updated'),
  },
  describe: {
    ...layerDescriptions,
    stationId: 'Id of the station in its feed, after the prefix of its source.',
    operator: 'Who runs it, where the feed says so.',
    network: 'Charging network whose account or card works there.',
    numPorts: 'Vehicles that can charge at the same time.',
    chargingLevels: 'Any of level1 (120 V), level2 (208 to 240 V) and dcfast.',
    maxPowerKw: 'Most power of one connector in kW.',
    available24x7: 'Open around the clock; null where the feed does not say.',
    amenities: 'What else the feed says: connectors, kind of place, cards accepted, phone.',
    lastUpdated: 'When the feed says that the record last changed (UTC).',
  },
  references: layerReferences,
  unique: ['stationId'],
  indexes: [['operator'], ['network'], ['sourceId'], placeIndex('ev_charging_stations')],
  checks: {
    ...layerChecks,
    known_levels: sql`charging_levels <@ array['level1', 'level2', 'dcfast']`,
    ports_range: sql`num_ports >= 0`,
    power_range: sql`max_power_kw >= 0`,
  },
});
