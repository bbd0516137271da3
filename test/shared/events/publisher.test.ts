import { once } from 'node:events';
import { type Message, PubSub } from '@google-cloud/pubsub';
import { startPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { type Tx, withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { createPublisher, sweepUnpublished } from '@wheelhouse/shared/events/index.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../harness/own-database.ts';

process.env.METADATA_SERVER_DETECTION = 'none';

let own: OwnDatabase;
let server: Awaited<ReturnType<typeof startPubSub>>;
let client: PubSub;
let topic: string;
let received: Message[];
let arrived: (count: number) => Promise<Message[]>;
let unsubscribe: () => Promise<void>;
let names = 0;

beforeAll(async () => {
  own = await ownDatabase();
  server = await startPubSub({ flavour: 'embedded', projectId: 'wheelhouse-test' });
  client = new PubSub({ projectId: 'wheelhouse-test', apiEndpoint: server.host, emulatorMode: true });
});
afterAll(async () => {
  await client.close();
  await server.stop();
  await own.close();
});

beforeEach(async () => {
  await query('delete from domain_events');
  topic = `events-${++names}`;
  const [made] = await client.createTopic(topic);
  const [subscription] = await made.createSubscription(`sub-${names}`, { enableMessageOrdering: true });
  received = [];
  subscription.on('message', (message: Message) => {
    message.ack();
    received.push(message);
    subscription.emit('arrived');
  });
  arrived = async (count) => {
    while (received.length < count) await once(subscription, 'arrived');
    return received;
  };
  unsubscribe = () => subscription.close();
  return () => unsubscribe();
});

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
const query = (text: string, values: unknown[] = [], home = 'app'): Promise<Record<string, any>[]> =>
  withSystem(own.database, 'test', (tx) => tx.query(text, values), { home });
const pubsub = async () => client;
/** For sweeps that are to find even what happened in this millisecond. */
const aSecondLater = () => ({ ...own.database, clock: fixedClock(new Date(Date.now() + 1_000)) });
const log = { warnings: [] as unknown[], warn: (...entry: unknown[]) => void log.warnings.push(entry) };

function emit(database: Database, tenantId: string, fn: (tx: Tx) => void) {
  const scope = {
    tenantId,
    actor: { kind: 'system', reason: 'test' },
    databaseRole: 'system_admin',
    request: { operation: 'test' },
  } as const;
  return withTenant(database, scope, async (tx) => {
    await tx.query('select 1');
    fn(tx);
  });
}
const happened = (subjectId: string, data = {}) => ({ type: 'test.happened', subjectType: 'test', subjectId, data });
const outbox = (home = 'app') =>
  query(
    'select subject_id, published_at is not null as published, publish_attempts::integer as attempts from domain_events order by transaction_id, position',
    [],
    home,
  );

describe.each(['pooled', 'dedicated'] as const)('an event of a %s tenant', (placement) => {
  it('is published after its commit, in order, and noted as published', async () => {
    const { tenantId, schemaName } = await own.newTenant({ placement });
    const database = openTestDatabase({ url: own.appUrl });
    database.publish = createPublisher({ pubsub, topic, database, log });
    await emit(database, tenantId, (tx) => {
      for (const n of [1, 2, 3]) tx.emit(happened('a', { n }));
    });
    const messages = await arrived(3);
    expect(messages.map((message) => JSON.parse(message.data.toString()).data.n)).toEqual([1, 2, 3]);
    expect(messages[0]?.attributes).toMatchObject({
      'ce-type': 'dev.wheelhouse.test.happened',
      'ce-source': `/tenants/${tenantId}`,
      tenantId,
    });
    expect(await outbox(schemaName)).toEqual(Array(3).fill({ subject_id: 'a', published: true, attempts: 1 }));
    await database.close();
  });

  it('that could not be published is published by the sweep', async () => {
    const { tenantId, schemaName } = await own.newTenant({ placement });
    const database = openTestDatabase({ url: own.appUrl });
    database.publish = createPublisher({ pubsub, topic: 'no-such-topic', database, log });
    log.warnings.length = 0;
    await emit(database, tenantId, (tx) => tx.emit(happened('a')));
    expect(log.warnings).toHaveLength(1);
    expect(await outbox(schemaName)).toEqual([{ subject_id: 'a', published: false, attempts: 0 }]);
    expect(await sweepUnpublished({ pubsub, topic, database: aSecondLater(), olderThanSeconds: 0, limit: 10 })).toEqual({
      published: 1,
      failed: 0,
    });
    await arrived(1);
    expect(await outbox(schemaName)).toEqual([{ subject_id: 'a', published: true, attempts: 1 }]);
    await database.close();
  });
});

describe('a publisher', () => {
  it('does not let whoever wrote the event wait longer than its time-out, nor fail them', async () => {
    const { tenantId } = await own.newTenant();
    const database = openTestDatabase({ url: own.appUrl });
    const silent = {
      topic: () => ({ publishMessage: () => new Promise(() => {}), resumePublishing: () => {} }),
    } as unknown as PubSub;
    database.publish = createPublisher({ pubsub: async () => silent, topic, database, log, timeoutMs: 20 });
    await emit(database, tenantId, (tx) => tx.emit(happened('a')));
    expect(await outbox()).toEqual([{ subject_id: 'a', published: false, attempts: 0 }]);
    await database.close();
  });

  it('goes on with a subject after a failure', async () => {
    const { tenantId } = await own.newTenant();
    const database = openTestDatabase({ url: own.appUrl });
    const later = `${topic}-later`;
    database.publish = createPublisher({ pubsub, topic: later, database, log });
    await emit(database, tenantId, (tx) => tx.emit(happened('a', { n: 1 })));
    await client.createTopic(later);
    await emit(database, tenantId, (tx) => tx.emit(happened('a', { n: 2 })));
    expect((await outbox()).map((row) => row.published)).toEqual([false, true]);
    await database.close();
  });

  it('connects again where connecting failed', async () => {
    const { tenantId } = await own.newTenant();
    const database = openTestDatabase({ url: own.appUrl });
    let calls = 0;
    const flaky = () => (++calls === 1 ? Promise.reject(new Error('no credentials yet')) : pubsub());
    database.publish = createPublisher({ pubsub: flaky, topic, database, log });
    await emit(database, tenantId, (tx) => tx.emit(happened('a')));
    await emit(database, tenantId, (tx) => tx.emit(happened('b')));
    expect((await outbox()).map((row) => row.published)).toEqual([false, true]);
    await database.close();
  });
});

describe('the sweep', () => {
  it('leaves young events to whoever wrote them', async () => {
    const { tenantId } = await own.newTenant();
    await emit(own.database, tenantId, (tx) => tx.emit(happened('a')));
    const clock = fixedClock(new Date(Date.now() + 29_000));
    const database = { ...own.database, clock };
    expect(await sweepUnpublished({ pubsub, topic, database, olderThanSeconds: 30, limit: 10 })).toEqual({
      published: 0,
      failed: 0,
    });
    clock.advance(5_000);
    expect(await sweepUnpublished({ pubsub, topic, database, olderThanSeconds: 30, limit: 10 })).toEqual({
      published: 1,
      failed: 0,
    });
  });

  it('run by many at the same time publishes every event once', async () => {
    const tenants = [await own.newTenant(), await own.newTenant(), await own.newTenant({ placement: 'dedicated' })];
    for (const { tenantId } of tenants) {
      for (let n = 0; n < 4; n += 1)
        await emit(own.database, tenantId, (tx) => {
          for (const m of [0, 1, 2, 3, 4]) tx.emit(happened(`s${m}`, { n }));
        });
    }
    const sweeps = await Promise.all(
      Array.from({ length: 4 }, () =>
        sweepUnpublished({ pubsub, topic, database: aSecondLater(), olderThanSeconds: 0, limit: 7 }),
      ),
    );
    expect(sweeps.reduce((sum, one) => sum + one.published, 0)).toBe(60);
    const messages = await arrived(60);
    expect(new Set(messages.map((message) => message.attributes['ce-id'])).size).toBe(60);
    expect(await sweepUnpublished({ pubsub, topic, database: aSecondLater(), olderThanSeconds: 0, limit: 7 })).toEqual({
      published: 0,
      failed: 0,
    });
    expect(received).toHaveLength(60);
  });

  it('by itself keeps the order of each subject', async () => {
    const { tenantId } = await own.newTenant();
    for (let n = 0; n < 6; n += 1)
      await emit(own.database, tenantId, (tx) => {
        for (const subject of ['a', 'b']) tx.emit(happened(subject, { n }));
      });
    await sweepUnpublished({ pubsub, topic, database: aSecondLater(), olderThanSeconds: 0, limit: 5 });
    const messages = (await arrived(12)).map((message) => JSON.parse(message.data.toString()));
    for (const subject of ['a', 'b']) {
      expect(messages.filter(({ subjectId }) => subjectId === subject).map(({ data }) => data.n)).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('counts attempts that failed, and ends', async () => {
    const { tenantId } = await own.newTenant();
    await emit(own.database, tenantId, (tx) => tx.emit(happened('a')));
    const sweep = { pubsub, topic: 'no-such-topic', database: aSecondLater(), olderThanSeconds: 0, limit: 1 };
    expect(await sweepUnpublished(sweep)).toEqual({ published: 0, failed: 1 });
    expect(await sweepUnpublished(sweep)).toEqual({ published: 0, failed: 1 });
    expect(await outbox()).toEqual([{ subject_id: 'a', published: false, attempts: 2 }]);
  });
});
