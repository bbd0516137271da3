import { boolean, integer, jsonb, varchar } from '../../../db/columns.ts';
import { platformTable, sql } from '../../../db/table.ts';
import { layerChecks, layerColumns, layerDescriptions, layerReferences, placeIndex } from './layerColumns.ts';

export const tollPlazas = platformTable('toll_plazas', {
  comment: 'Toll plazas and gantries, from public feeds; every organisation may read them.',
  columns: {
    ...layerColumns(),
    plazaId: varchar('plaza_id', { length: 50 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    road: varchar('road', { length: 100 }),
    direction: varchar('direction', { length: 50 }),
    operator: varchar('operator', { length: 100 }),
    supportsSunpass: boolean('supports_sunpass'),
    supportsEzpass: boolean('supports_ezpass'),
    numLanes: integer('num_lanes'),
    tollRates: jsonb('toll_rates'),
  },
  describe: {
    ...layerDescriptions,
    plazaId: 'Id of the plaza in its feed, after the prefix of its source.',
    supportsSunpass: 'Takes SunPass; null where the feed does not say.',
    supportsEzpass: 'Takes E-ZPass; null where the feed does not say.',
    tollRates: 'What it costs, as the feed says it.',
  },
  references: layerReferences,
  unique: ['plazaId'],
  indexes: [['road'], ['sourceId'], placeIndex('toll_plazas')],
  checks: { ...layerChecks, lanes_range: sql`num_lanes >= 0` },
});
