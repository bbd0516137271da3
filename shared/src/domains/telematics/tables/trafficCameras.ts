import { jsonb, oneOf, text, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable } from '../../../db/table.ts';
import { layerChecks, layerColumns, layerDescriptions, layerReferences, placeIndex } from './layerColumns.ts';

export const cameraStatuses = ['active', 'inactive', 'maintenance'] as const;

export const trafficCameras = platformTable('traffic_cameras', {
  comment: 'Cameras along roads, from public feeds; every organisation may read them.',
  columns: {
    ...layerColumns(),
    fdotId: varchar('fdot_id', { length: 50 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    description: text('description'),
    road: varchar('road', { length: 100 }),
    direction: varchar('direction', { length: 50 }),
    county: varchar('county', { length: 100 }),
    feedUrl: text('feed_url'),
    thumbnailUrl: text('thumbnail_url'),
    status: oneOf('status', cameraStatuses, 20).notNull().default('active'),
    metadata: jsonb('metadata'),
    lastUpdated: timestamptz('last_updated'),
  },
  describe: {
    ...layerDescriptions,
    fdotId: 'Id that the road authority (first of all Florida DOT) gives the camera, after the prefix of its source.',
    direction: 'Direction of travel that it sees, in the words of the feed.',
    feedUrl: 'Video, where anybody may see it.',
    thumbnailUrl: 'Picture that is renewed every minute or so.',
    status: 'inactive also where the source no longer names it.',
    metadata: 'What else the feed says: region, owner, further views.',
    lastUpdated: 'When the feed says that it last changed (UTC).',
  },
  references: layerReferences,
  unique: ['fdotId'],
  indexes: [['county'], ['sourceId'], placeIndex('traffic_cameras')],
  checks: layerChecks,
});
