import { boolean, inet, integer, jsonb, oneOf, text, timestamptz, uuid, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const auditActions = ['create', 'read', 'update', 'delete', 'login', 'logout', 'permission_change', 'system_action'] as const;

export const auditLog = tenantTable('audit_log', {
  comment: 'Who did what to which row, before and after, in which request. Written by triggers only; nobody can change it.',
  area: 'audit',
  audit: { none: 'is the audit trail' },
  appendOnly: true,
  readers: ['audit_admin', 'compliance_officer'],
  inserters: [],
  partitionBy: 'occurredAt',
  columns: {
    userId: uuid('user_id'),
    actorKind: varchar('actor_kind', { length: 20 }).notNull(),
    actorId: varchar('actor_id', { length: 255 }),
    databaseRole: varchar('database_role', { length: 63 }),
    sessionId: varchar('session_id', { length: 255 }),
    ipAddress: inet('ip_address'),
    userAgent: text('user_agent'),
    actionType: oneOf('action_type', auditActions).notNull(),
    resourceType: varchar('resource_type', { length: 100 }).notNull(),
    resourceId: varchar('resource_id', { length: 255 }),
    oldValues: jsonb('old_values'),
    newValues: jsonb('new_values'),
    changedFields: text('changed_fields').array(),
    operationDescription: text('operation_description'),
    businessContext: varchar('business_context', { length: 100 }),
    correlationId: uuid('correlation_id'),
    success: boolean('success').notNull().default(true),
    errorMessage: text('error_message'),
    requestId: varchar('request_id', { length: 255 }),
    apiEndpoint: text('api_endpoint'),
    processingTimeMs: integer('processing_time_ms'),
    reason: text('reason'),
    occurredAt: timestamptz('occurred_at').notNull().default(sql`clock_timestamp()`),
  },
  describe: {
    actorKind: 'user, token, device or system.',
    resourceType: 'Table of the row, or the kind of thing acted on.',
    oldValues: 'The row before; sensitive columns masked.',
    newValues: 'The row after; sensitive columns masked.',
    processingTimeMs: 'Milliseconds from the start of the transaction.',
    reason: 'Why, where the actor had to say.',
  },
  indexes: [
    ['userId', '-occurredAt'],
    ['resourceType', 'resourceId', '-occurredAt'],
    ['actionType'],
    ['-occurredAt'],
    ['requestId'],
  ],
});
