import { z } from 'zod';
import type { DomainEvent } from '../db/events.ts';

/** Prefix of our event types, as CloudEvents 1.0 asks for: a reverse DNS name of the organisation that defines them. */
const typePrefix = 'dev.wheelhouse.';

export type EventMessage = { data: Buffer; attributes: Record<string, string>; orderingKey: string };

/**
 * A domain event as a Pub/Sub message: CloudEvents 1.0 in binary mode
 * (https://github.com/googleapis/google-cloudevents/blob/main/docs/spec/pubsub.md). `tenantId` and `traceparent` stand beside the CloudEvents
 * attributes, for filters of subscriptions and for traces. Messages about one subject are delivered in order.
 */
export function toMessage(event: DomainEvent): EventMessage {
  const { id, tenantId, type, subjectType, subjectId, data, actor, traceParent, occurredAt } = event;
  return {
    data: Buffer.from(JSON.stringify({ subjectType, subjectId, actor, data })),
    attributes: {
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-type': `${typePrefix}${type}`,
      'ce-source': `/tenants/${tenantId}`,
      'ce-subject': `${subjectType}/${subjectId}`,
      'ce-time': occurredAt,
      'content-type': 'application/json',
      tenantId,
      ...(traceParent ? { traceparent: traceParent } : {}),
    },
    orderingKey: `${tenantId}/${subjectType}/${subjectId}`,
  };
}

const attributesSchema = z.object({
  'ce-specversion': z.literal('1.0'),
  'ce-id': z.guid(),
  'ce-type': z.string().startsWith(typePrefix).max(150),
  'ce-source': z.string(),
  'ce-time': z.iso.datetime({ offset: true }),
  tenantId: z.guid(),
  traceparent: z.string().optional(),
});

const dataSchema = z.object({
  subjectType: z.string().min(1),
  subjectId: z.string().min(1),
  actor: z.record(z.string(), z.unknown()).nullable(),
  data: z.record(z.string(), z.unknown()),
});

/**
 * The domain event of a message.
 *
 * @throws Error that says what is wrong with the message
 */
export function fromMessage(message: { data: Buffer; attributes: Readonly<Record<string, string>> }): DomainEvent {
  const attributes = checked('attribute', attributesSchema, message.attributes);
  if (attributes['ce-source'] !== `/tenants/${attributes.tenantId}`) {
    throw new Error(`Attribute ce-source: ${attributes['ce-source']} is not /tenants/${attributes.tenantId}, as tenantId says.`);
  }
  const { subjectType, subjectId, actor, data } = checked('data', dataSchema, parsed(message.data));
  return {
    id: attributes['ce-id'],
    tenantId: attributes.tenantId,
    type: attributes['ce-type'].slice(typePrefix.length),
    subjectType,
    subjectId,
    data,
    actor: actor ?? {},
    traceParent: attributes.traceparent ?? null,
    occurredAt: attributes['ce-time'],
  };
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'));
  } catch (error) {
    throw new Error(`The data is no JSON: ${(error as Error).message}.`);
  }
}

function checked<T>(what: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${what} ${issue.path.join('.')}: ${issue.message}`).join('; '));
}
