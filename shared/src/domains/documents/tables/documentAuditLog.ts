import { inet, jsonb, oneOf, text, timestamptz, uuid } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const documentAuditActions = [
  'created',
  'viewed',
  'downloaded',
  'printed',
  'edited',
  'version_added',
  'version_restored',
  'shared',
  'share_revoked',
  'link_opened',
  'commented',
  'classified',
  'suggestion_decided',
  'held',
  'released',
  'archived',
  'restored',
  'purged',
] as const;

export const documentAuditLog = tenantTable('document_audit_log', {
  comment: 'Who did what to which document, also who only looked. Nobody can change it.',
  audit: { none: 'is an audit trail' },
  appendOnly: true,
  columns: {
    // No foreign keys: what was done to a document stays known when it is gone.
    documentId: uuid('document_id').notNull(),
    userId: uuid('user_id'),
    action: oneOf('action', documentAuditActions).notNull(),
    ipAddress: inet('ip_address'),
    userAgent: text('user_agent'),
    details: jsonb('details').notNull().default({}),
    occurredAt: timestamptz('occurred_at').notNull().default(sql`clock_timestamp()`),
  },
  describe: {
    userId: 'Null for a link, for an API token of no user and for the analysis; details say which.',
    details: 'The version, the page, the share, the fields that changed; the actor where it is no user.',
  },
  indexes: [['documentId', '-occurredAt'], ['userId', '-occurredAt'], ['-occurredAt']],
});
