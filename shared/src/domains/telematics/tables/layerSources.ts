import { boolean, integer, jsonb, oneOf, text, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable, sql } from '../../../db/table.ts';

export const layerNames = ['traffic_cameras', 'weather_stations', 'ev_charging_stations', 'toll_plazas'] as const;

export const feedFormats = [
  'fl511_list',
  '511_cameras',
  'nws_stations',
  'nws_observations',
  'afdc_json',
  'afdc_csv',
  'geojson',
] as const;

export const layerSources = platformTable('layer_sources', {
  comment: 'Public feeds that the reference layers come from, and how their last refresh went.',
  columns: {
    name: varchar('name', { length: 100 }).notNull(),
    layer: oneOf('layer', layerNames).notNull(),
    format: oneOf('format', feedFormats).notNull(),
    url: text('url').notNull(),
    idPrefix: varchar('id_prefix', { length: 20 }).notNull().default(''),
    fieldMapping: jsonb('field_mapping').notNull().default({}),
    refreshMinutes: integer('refresh_minutes').notNull().default(60),
    graceDays: integer('grace_days').notNull().default(30),
    isActive: boolean('is_active').notNull().default(true),
    etag: text('etag'),
    lastModified: text('last_modified'),
    contentHash: varchar('content_hash', { length: 64 }),
    nextAttemptAt: timestamptz('next_attempt_at').notNull().defaultNow(),
    lastAttemptAt: timestamptz('last_attempt_at'),
    lastSuccessAt: timestamptz('last_success_at'),
    lastChangedAt: timestamptz('last_changed_at'),
    lastError: text('last_error'),
    failureCount: integer('failure_count').notNull().default(0),
    records: integer('records'),
    skipped: jsonb('skipped').notNull().default({}),
  },
  describe: {
    format: 'Form of the feed; all but geojson belong to one layer.',
    url: 'Where the feed is (https). {stationId} stands for each known station in turn (nws_observations).',
    idPrefix: 'Put before the ids of the feed, where another source has the same ids.',
    fieldMapping:
      'For geojson: which property a column is read from, {"name": "LABEL", "temperatureC": {"property": "TMP", "unit": "degF"}}.',
    refreshMinutes: 'How often it is asked.',
    graceDays: 'Days after which a record that the feed no longer names is removed. Cameras become inactive at once and stay.',
    isActive: 'Whether it is refreshed.',
    etag: 'Sent back as If-None-Match.',
    lastModified: 'Sent back as If-Modified-Since.',
    contentHash: 'SHA-256 of what was last read.',
    nextAttemptAt: 'When it is asked next; sooner than refreshMinutes after a failure.',
    lastSuccessAt: 'When it was last read, or answered that it had not changed (UTC).',
    lastChangedAt: 'When its content last differed (UTC).',
    lastError: 'Why the last attempt failed; null after a success.',
    failureCount: 'Attempts that failed since the last success.',
    records: 'Records that the last reading stored or confirmed.',
    skipped: 'Records that the last reading could not use, by reason.',
  },
  unique: ['name'],
  indexes: [{ on: ['nextAttemptAt'], where: sql`is_active`, name: 'layer_sources_due' }],
  checks: {
    format_of_layer: sql`case format
      when 'fl511_list' then layer = 'traffic_cameras' when '511_cameras' then layer = 'traffic_cameras'
      when 'nws_stations' then layer = 'weather_stations' when 'nws_observations' then layer = 'weather_stations'
      when 'afdc_json' then layer = 'ev_charging_stations' when 'afdc_csv' then layer = 'ev_charging_stations'
      else true end`,
    refresh_range: sql`refresh_minutes between 1 and 44640`,
    grace_range: sql`grace_days between 0 and 3650`,
  },
});
