import { integer, jsonb, text, timestamptz, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const idempotencyKeys = tenantTable('idempotency_keys', {
  comment:
    'Answers already given to requests with an Idempotency-Key; a repeated request gets the same answer and has no second effect.',
  audit: { none: 'a by-product of requests that are audited themselves' },
  columns: {
    actor: varchar('actor', { length: 100 }).notNull(),
    key: varchar('key', { length: 255 }).notNull(),
    requestHash: varchar('request_hash', { length: 64 }).notNull(),
    responseStatus: integer('response_status'),
    responseHeaders: jsonb('response_headers'),
    responseBody: text('response_body'),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  describe: { requestHash: 'SHA-256 of method, path and body: a key cannot be used for another request.' },
  unique: [['actor', 'key']],
  indexes: [['expiresAt']],
});
