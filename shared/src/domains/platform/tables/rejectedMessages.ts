import { jsonb, oneOf, text, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable } from '../../../db/table.ts';

export const rejectedMessages = platformTable('rejected_messages', {
  comment:
    "What arrived for no tenant and could not be handled: a message that is no JSON, an object outside any tenant's folder.",
  columns: {
    trigger: oneOf('trigger', ['pubsub', 'storage', 'schedule']).notNull(),
    source: text('source').notNull(),
    messageId: varchar('message_id', { length: 255 }).notNull(),
    reason: varchar('reason', { length: 100 }).notNull(),
    detail: text('detail').notNull(),
    payload: jsonb('payload').notNull(),
    receivedAt: timestamptz('received_at').notNull().defaultNow(),
    resolvedAt: timestamptz('resolved_at'),
  },
  describe: {
    source: 'Topic or bucket.',
    reason: 'Stable code of why: malformed, unknown_tenant, outside_tenant_folder, …',
    payload: 'The message as it came; bytes that are no JSON as base64.',
  },
  unique: [['source', 'messageId']],
  indexes: [['receivedAt']],
});
