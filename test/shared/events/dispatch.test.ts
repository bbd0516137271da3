import { randomUUID } from 'node:crypto';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { createDispatcher } from '@wheelhouse/shared/events/index.ts';
import { type Consumer, consumer } from '@wheelhouse/shared/runtime/consumer.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, testDatabase, testServices } from '../../harness/index.ts';
import { eventOf, messageOf } from './fixtures.ts';

/** A consumer that leaves a trace in the transaction of its effect. */
const noting = (name: string, events: string[] = ['vehicle.*'], more: (name: string) => void = () => {}): Consumer =>
  consumer({
    name,
    events,
    handle: async ({ tx, event }) => {
      tx.emit({ type: 'test.noted', subjectType: 'test', subjectId: event.id, data: { name, actor: event.actor } });
      await tx.query('select 1');
      more(name);
    },
  });
const dispatcherOf = (...consumers: Consumer[]) => createDispatcher({ services: testServices(), consumers });
const notes = async (tenant: Awaited<ReturnType<typeof newTenant>>, eventId: string): Promise<string[]> =>
  (
    await tenant.run((tx) =>
      tx.query<{ name: string }>(`select data ->> 'name' as name from domain_events where subject_id = $1 order by position`, [
        eventId,
      ]),
    )
  ).map((row) => row.name);
const rejected = (messageId: string) =>
  withSystem(testDatabase(), 'test', (tx) =>
    tx.query('select reason, detail, payload, source from platform.rejected_messages where message_id = $1', [messageId]),
  );

describe.each(['pooled', 'dedicated'] as const)('an event of a %s tenant', (placement) => {
  it('reaches every consumer that asked for its type, in the tenant’s scope, once', async () => {
    const tenant = await newTenant({ placement });
    const event = eventOf(tenant.tenantId);
    const dispatch = dispatcherOf(
      noting('one'),
      noting('two', ['driver.created', 'vehicle.updated']),
      noting('three', ['vehicle.created']),
      noting('four', ['*']),
    );
    expect(await dispatch(messageOf(event))).toEqual({ handled: ['one', 'two', 'four'], repeated: [] });
    expect(await dispatch(messageOf(event))).toEqual({ handled: [], repeated: ['one', 'two', 'four'] });
    expect(await notes(tenant, event.id)).toEqual(['one', 'two', 'four']);
    const [actor] = await tenant.run((tx) =>
      tx.query(`select actor ->> 'reason' as reason from domain_events where subject_id = $1`, [event.id]),
    );
    expect(actor).toEqual({ reason: 'consumer one' });
  });

  it('has one effect when it is delivered several times at once', async () => {
    const tenant = await newTenant({ placement });
    const event = eventOf(tenant.tenantId);
    const dispatch = dispatcherOf(noting('one'));
    await Promise.all(Array.from({ length: 6 }, () => dispatch(messageOf(event))));
    expect(await notes(tenant, event.id)).toEqual(['one']);
  });
});

describe('a consumer that fails', () => {
  it('does not stop the others; the message fails, and when it comes again only it runs', async () => {
    const tenant = await newTenant();
    const event = eventOf(tenant.tenantId);
    let broken = true;
    const dispatch = dispatcherOf(
      noting('before'),
      noting('broken', ['vehicle.*'], () => {
        if (broken) throw new Error('out of order');
      }),
      noting('after'),
    );
    await expect(dispatch(messageOf(event))).rejects.toMatchObject({
      message: expect.stringContaining('not handled by broken'),
      errors: [{ message: 'out of order' }],
    });
    expect(await notes(tenant, event.id)).toEqual(['before', 'after']);
    broken = false;
    expect(await dispatch(messageOf(event))).toEqual({ handled: ['broken'], repeated: ['before', 'after'] });
    expect(await notes(tenant, event.id)).toEqual(['before', 'after', 'broken']);
  });
});

describe('a message that cannot be handled', () => {
  const dispatch = dispatcherOf(noting('one', ['*']));

  it('because it is malformed is kept as it came, once', async () => {
    const message = { ...messageOf(eventOf(randomUUID())), data: Buffer.from([0xff, 0x00, 0x80]) };
    expect(await dispatch(message)).toEqual({ rejected: 'malformed' });
    expect(await dispatch(message)).toEqual({ rejected: 'malformed' });
    expect(await rejected(message.messageId)).toMatchObject([
      {
        reason: 'malformed',
        detail: expect.stringContaining('no JSON'),
        payload: { base64: '/wCA', attributes: message.attributes },
        source: message.subscription,
      },
    ]);
  });

  it('because its tenant is unknown or suspended is kept, and read again later', async () => {
    const unknown = messageOf(eventOf(randomUUID()));
    expect(await dispatch(unknown)).toEqual({ rejected: 'unknown_tenant' });
    expect(await rejected(unknown.messageId)).toMatchObject([
      { reason: 'unknown_tenant', payload: { json: { subjectType: 'vehicle' } } },
    ]);
    const tenant = await newTenant();
    const setStatus = (status: string) =>
      withSystem(testDatabase(), 'test', (tx) =>
        tx.query('update platform.tenants set status = $2 where id = $1', [tenant.tenantId, status]),
      );
    await setStatus('suspended');
    const message = messageOf(eventOf(tenant.tenantId));
    expect(await dispatch(message)).toEqual({ rejected: 'tenant_suspended' });
    await setStatus('moving');
    await expect(dispatch(message)).rejects.toThrow(/not handled by one/);
    await setStatus('active');
    expect(await dispatch(message)).toEqual({ handled: ['one'], repeated: [] });
  });

  it('is kept whatever characters it holds', async () => {
    for (const text of ['{"a":"\\u0000"}', '"\\ud800"', '{"a\\u0000b":"\\\\u0000 \\\\\\u0000"}', '"\ufffd"', '{']) {
      const message = { ...messageOf(eventOf(randomUUID())), data: Buffer.from(text) };
      expect(await dispatch(message)).toEqual({ rejected: 'malformed' });
      expect(await rejected(message.messageId)).toHaveLength(1);
    }
  });
});

describe('events that nobody wants', () => {
  it('are acknowledged, whoever’s they are', async () => {
    expect(await dispatcherOf(noting('one', ['driver.*', 'vehicles.*', 'vehicle.up']))(messageOf(eventOf(randomUUID())))).toEqual(
      { handled: [], repeated: [] },
    );
  });
});

describe('two consumers of one name', () => {
  it('are refused at the start', () => {
    expect(() => dispatcherOf(noting('one'), noting('one'))).toThrow(/Two consumers are named one/);
  });
});
