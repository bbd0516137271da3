import { customType } from 'drizzle-orm/pg-core';
import { bigint, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

export const changeFeedHorizons = tenantTable('change_feed_horizons', {
  comment:
    'How far back change feeds reach: for each kind of subject the last event that was deleted. A cursor before it has missed some.',
  audit: { none: 'follows from the deletion of events past their retention' },
  inserters: [],
  changers: [],
  columns: {
    subjectType: varchar('subject_type', { length: 100 }).notNull(),
    transactionId: xid8('transaction_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
  },
  describe: { transactionId: 'With position the place of the event in the feed.' },
  unique: ['subjectType'],
});
