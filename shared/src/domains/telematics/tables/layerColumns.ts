import { measure, reference, sql, timestamptz } from '../../../db/columns.ts';
import type { Index } from '../../../db/table.ts';

/** What every record of a reference layer has: where it is, and which source answers for it. */
export const layerColumns = () => ({
  sourceId: reference('source_id').notNull(),
  latitude: measure('latitude').notNull(),
  longitude: measure('longitude').notNull(),
  missingSince: timestamptz('missing_since'),
});

export const layerDescriptions = {
  sourceId: 'Source that brought the record and answers for it.',
  latitude: 'Degrees (WGS 84), north positive; double precision, as positions are.',
  longitude: 'Degrees (WGS 84), east positive; double precision, as positions are.',
  missingSince: 'Since when the source no longer names it (UTC); null while it does.',
};

export const layerReferences = { sourceId: { table: 'platform.layer_sources', onDelete: 'cascade' } } as const;

export const layerChecks = { on_earth: sql`latitude between -90 and 90 and longitude between -180 and 180` };

/** Neighbours in space are neighbours in this index, over the antimeridian and the poles too (docs/decisions/0015). */
export const placeIndex = (table: string): Index => ({
  on: sql`platform.earth_point(latitude, longitude)`,
  method: 'gist',
  name: `${table}_place_idx`,
});
