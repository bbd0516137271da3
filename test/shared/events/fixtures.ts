import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { toMessage } from '@wheelhouse/shared/events/cloud-event.ts';

export function eventOf(tenantId: string, more: Partial<DomainEvent> = {}): DomainEvent {
  return {
    id: randomUUID(),
    tenantId,
    type: 'vehicle.updated',
    subjectType: 'vehicle',
    subjectId: randomUUID(),
    data: { make: 'Škoda', changed: ['make'] },
    actor: { kind: 'user', userId: randomUUID() },
    traceParent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    occurredAt: '2026-06-01T12:00:00.123456Z',
    ...more,
  };
}

/** An event as Pub/Sub delivers it. */
export function messageOf(event: DomainEvent, messageId: string = randomUUID()) {
  const { data, attributes } = toMessage(event);
  return { messageId, data, attributes, subscription: 'projects/test/subscriptions/event-dispatch' };
}
