import { integer, jsonb, oneOf, text, timestamptz, uuid, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';
import { rejectionReasons } from '../message/rejection.ts';

export const telemetryRejections = tenantTable('telemetry_rejections', {
  comment: 'Readings that could not be stored, with the reason; the verb replay stores them once the cause is mended.',
  audit: { none: 'append-only facts; a replay is an act of its own' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    messageId: varchar('message_id', { length: 255 }).notNull(),
    readingIndex: integer('reading_index'),
    deviceId: varchar('device_id', { length: 50 }),
    source: varchar('source', { length: 50 }).notNull(),
    reading: jsonb('reading').notNull(),
    reason: oneOf('reason', rejectionReasons).notNull(),
    detail: text('detail').notNull(),
    vehicleId: uuid('vehicle_id'),
    locationId: uuid('location_id'),
    detectedAt: timestamptz('detected_at'),
    receivedAt: timestamptz('received_at').notNull(),
    replayedAt: timestamptz('replayed_at'),
  },
  describe: {
    messageId: 'Pub/Sub message that held it, or http: and a hash of the request.',
    readingIndex: 'Position in the message, from 0; null where the whole message was rejected.',
    deviceId: 'Device that sent it, as far as it could be read; at most its first 50 characters.',
    source: 'Source that the message named.',
    reading: 'The reading as it came, or the whole message; characters that PostgreSQL cannot hold are replaced by U+FFFD.',
    reason: 'Stable code of why.',
    detail: 'What was wrong with which value.',
    vehicleId: 'Vehicle of a fix that cannot be true.',
    locationId: 'Row of vehicle_locations that holds it: stored, but counted for nothing.',
    detectedAt: 'Reading that showed it (UTC).',
    receivedAt: 'When it reached the cloud (UTC).',
    replayedAt: 'When it was stored after all (UTC).',
  },
  indexes: [
    ['-receivedAt'],
    ['deviceId', '-receivedAt'],
    ['reason', '-receivedAt'],
    { on: ['vehicleId', 'detectedAt'], where: sql`vehicle_id is not null` },
  ],
});
