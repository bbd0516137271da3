import type pg from 'pg';
import { injectTrace } from '../tracing/index.ts';
import type { Scope } from './scope.ts';

/** A fact to record, in the words of CloudEvents 1.0: `type` is `<singular>.<past tense>`, the subject the resource it is about. */
export type NewDomainEvent = {
  type: string;
  subjectType: string;
  subjectId: string;
  data: Record<string, unknown>;
  /** Only for work across tenants; inside a tenant scope it is the scope's. */
  tenantId?: string;
};

/** A recorded domain event as it is published. */
export type DomainEvent = {
  id: string;
  tenantId: string;
  type: string;
  subjectType: string;
  subjectId: string;
  data: Record<string, unknown>;
  actor: Record<string, unknown>;
  traceParent: string | null;
  occurredAt: string;
};

/** Columns of an event in the shape of `DomainEvent`, for a select or a returning clause. */
export const eventColumns = `id, tenant_id as "tenantId", type, subject_type as "subjectType", subject_id as "subjectId", data, actor,
  trace_parent as "traceParent", to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt"`;

/** One statement that writes events to the outbox of the current transaction. */
export function insertEventsStatement(events: NewDomainEvent[], scope: Scope | undefined): pg.QueryConfig {
  const carrier: Record<string, string> = {};
  injectTrace(carrier);
  const rows = events.map((event) => ({
    tenant_id: event.tenantId ?? scope?.tenantId ?? missingTenant(event),
    type: event.type,
    subject_type: event.subjectType,
    subject_id: event.subjectId,
    data: event.data,
  }));
  return {
    text: `insert into domain_events (tenant_id, type, subject_type, subject_id, data, actor, trace_parent)
      select e.tenant_id, e.type, e.subject_type, e.subject_id, e.data, platform.current_actor(), $2
      from jsonb_to_recordset($1::jsonb) as e (tenant_id uuid, type text, subject_type text, subject_id text, data jsonb)
      returning ${eventColumns}`,
    values: [JSON.stringify(rows), carrier.traceparent ?? null],
  };
}

function missingTenant(event: NewDomainEvent): never {
  throw new Error(`Event ${event.type} of ${event.subjectId} needs a tenantId: it was emitted in work across tenants.`);
}
