import { customType } from 'drizzle-orm/pg-core';
import { bigint, jsonb, timestamptz, uuid, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

export const domainEvents = tenantTable('domain_events', {
  comment:
    'The outbox: facts that happened, written in the transaction of the change, published after it, and read as change feeds.',
  audit: { none: 'append-only facts about changes that are audited themselves' },
  appendOnly: true,
  columns: {
    position: bigint('position', { mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
    transactionId: xid8('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    type: varchar('type', { length: 100 }).notNull(),
    subjectType: varchar('subject_type', { length: 100 }).notNull(),
    subjectId: varchar('subject_id', { length: 100 }).notNull(),
    data: jsonb('data').notNull(),
    actor: jsonb('actor'),
    traceParent: varchar('trace_parent', { length: 55 }),
    occurredAt: timestamptz('occurred_at').notNull().default(sql`clock_timestamp()`),
    publishedAt: timestamptz('published_at'),
    publishAttempts: bigint('publish_attempts', { mode: 'number' }).notNull().default(0),
    correlationId: uuid('correlation_id'),
  },
  describe: {
    transactionId: 'With position the order of a change feed: a reader never passes a transaction that is still under way.',
    traceParent: 'W3C trace context of the request that made it.',
    publishedAt: 'When Pub/Sub accepted it; null until then.',
  },
  indexes: [
    ['transactionId', 'position'],
    ['subjectType', 'transactionId', 'position'],
    ['subjectType', 'subjectId', 'occurredAt'],
    { on: ['occurredAt'], where: sql`published_at is null`, name: 'domain_events_unpublished' },
  ],
});
