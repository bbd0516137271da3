import { randomUUID } from 'node:crypto';
import { fromMessage, toMessage } from '@wheelhouse/shared/events/cloud-event.ts';
import { describe, expect, it } from 'vitest';
import { eventOf } from './fixtures.ts';

const event = eventOf(randomUUID());

describe('a domain event as a message', () => {
  it('is a CloudEvent in binary mode, ordered by its subject', () => {
    const { attributes, orderingKey, data } = toMessage(event);
    expect(attributes).toEqual({
      'ce-specversion': '1.0',
      'ce-id': event.id,
      'ce-type': 'dev.wheelhouse.vehicle.updated',
      'ce-source': `/tenants/${event.tenantId}`,
      'ce-subject': `vehicle/${event.subjectId}`,
      'ce-time': '2026-06-01T12:00:00.123456Z',
      'content-type': 'application/json',
      tenantId: event.tenantId,
      traceparent: event.traceParent,
    });
    expect(orderingKey).toBe(`${event.tenantId}/vehicle/${event.subjectId}`);
    expect(JSON.parse(data.toString()).data).toEqual(event.data);
  });

  it('comes back as it was, with and without a trace', () => {
    expect(fromMessage(toMessage(event))).toEqual(event);
    const untraced = { ...event, traceParent: null };
    expect(fromMessage(toMessage(untraced))).toEqual(untraced);
  });

  it.each<[string, (message: ReturnType<typeof toMessage>) => void, RegExp]>([
    ['no JSON', (message) => (message.data = Buffer.from('{')), /data is no JSON/],
    ['bytes', (message) => (message.data = Buffer.from([0xff, 0x00])), /data is no JSON/],
    ['no event', (message) => (message.data = Buffer.from('[]')), /data/],
    ['no id', (message) => delete message.attributes['ce-id'], /ce-id/],
    ['of someone else’s type', (message) => (message.attributes['ce-type'] = 'com.example.thing'), /ce-type/],
    ['of no tenant', (message) => (message.attributes.tenantId = 'us'), /tenantId/],
    ['of two tenants', (message) => (message.attributes.tenantId = randomUUID()), /ce-source/],
  ])('is refused when it is %s', (_, spoil, reason) => {
    const message = toMessage(event);
    spoil(message);
    expect(() => fromMessage(message)).toThrow(reason);
  });
});
