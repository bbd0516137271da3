import { timestamptz, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const processedMessages = tenantTable('processed_messages', {
  comment: 'The inbox: which consumer has handled which message, so that a repeated delivery has no second effect.',
  audit: { none: 'a by-product of effects that are audited themselves' },
  appendOnly: true,
  columns: {
    consumer: varchar('consumer', { length: 100 }).notNull(),
    messageId: varchar('message_id', { length: 255 }).notNull(),
    processedAt: timestamptz('processed_at').notNull().defaultNow(),
  },
  unique: [['consumer', 'messageId']],
  indexes: [['processedAt']],
});
