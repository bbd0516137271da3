import { integer, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable } from '../../../db/table.ts';

export const rateLimitWindows = platformTable('rate_limit_windows', {
  comment: 'Requests granted to an API token or user within an hour, over all instances.',
  columns: {
    subject: varchar('subject', { length: 100 }).notNull(),
    windowStart: timestamptz('window_start').notNull(),
    granted: integer('granted').notNull(),
  },
  unique: [['subject', 'windowStart']],
  indexes: [['windowStart']],
});
