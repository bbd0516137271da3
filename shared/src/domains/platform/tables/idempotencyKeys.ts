import { integer, jsonb, text, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable } from '../../../db/table.ts';

export const platformIdempotencyKeys = platformTable('idempotency_keys', {
  comment: 'Answers already given to requests with an Idempotency-Key on the control plane.',
  columns: {
    actor: varchar('actor', { length: 100 }).notNull(),
    key: varchar('key', { length: 255 }).notNull(),
    requestHash: varchar('request_hash', { length: 64 }).notNull(),
    responseStatus: integer('response_status'),
    responseHeaders: jsonb('response_headers'),
    responseBody: text('response_body'),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  unique: [['actor', 'key']],
  indexes: [['expiresAt']],
});
