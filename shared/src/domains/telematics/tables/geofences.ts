import { boolean, integer, jsonb, measure, oneOf, text, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const geofenceTypes = ['circle', 'polygon', 'rectangle'] as const;

export const geofences = tenantTable('geofences', {
  comment: 'Areas that vehicles are watched to enter and leave.',
  audit: 'changes',
  columns: {
    name: varchar('name', { length: 255 }).notNull(),
    description: text('description'),
    type: oneOf('type', geofenceTypes).notNull(),
    centerLatitude: measure('center_latitude'),
    centerLongitude: measure('center_longitude'),
    radiusM: measure('radius_m'),
    coordinates: jsonb('coordinates'),
    color: varchar('color', { length: 7 }),
    isActive: boolean('is_active').notNull().default(true),
    alertOnEntry: boolean('alert_on_entry').notNull().default(false),
    alertOnExit: boolean('alert_on_exit').notNull().default(false),
    alertOnDwell: boolean('alert_on_dwell').notNull().default(false),
    dwellMinutes: integer('dwell_minutes'),
    schedule: jsonb('schedule'),
    speedLimitKph: measure('speed_limit_kph'),
    metadata: jsonb('metadata').notNull().default({}),
  },
  describe: {
    centerLatitude: 'Of a circle, in degrees (WGS 84).',
    radiusM: 'Of a circle.',
    coordinates:
      'GeoJSON (RFC 7946) coordinates of a Polygon: the outer ring, then the holes. A rectangle is west, south, east, north.',
    color: '#rrggbb.',
    isActive: 'Is watched.',
    dwellMinutes: 'A vehicle that stays inside so long has dwelled.',
    schedule:
      'When alerts are wanted, in local times: {"timezone": "Africa/Lagos", "hours": {"monday": {"open": "08:00", "close": "18:00"}}}; null: always.',
    speedLimitKph: 'Limit inside.',
  },
  indexes: [['isActive']],
  checks: {
    color: sql`color ~ '^#[0-9A-Fa-f]{6}$'`,
    dwell: sql`dwell_minutes > 0`,
    speed_limit: sql`speed_limit_kph > 0`,
    shape: sql`case type when 'circle' then num_nulls(center_latitude, center_longitude, radius_m) = 0 and coordinates is null
      else coordinates is not null and num_nonnulls(center_latitude, center_longitude, radius_m) = 0 end`,
    circle: sql`center_latitude between -90 and 90 and center_longitude between -180 and 180 and radius_m > 0`,
    metadata_object: sql`jsonb_typeof(metadata) = 'object'`,
  },
});
