import type { Ingest, TelemetryDelivery } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { expect, inject, it, onTestFinished } from 'vitest';
import { newTenant, openTestDatabase } from '../../../../harness/index.ts';
import { delivery, message, readingAt, stored, testIngest, vehicleWith } from '../support.ts';
import { eventsTopic, ingestFunction } from './function-process.ts';

/** Ten readings a message. */
const messagesOf = (tenant: { tenantId: string }, count: number) =>
  Array.from({ length: count }, (_, m) =>
    delivery(
      message(
        tenant,
        'GPS-1',
        Array.from({ length: 10 }, (_, r) => readingAt(m * 10 + r)),
      ),
    ),
  );

/** A pool of which other work has taken every connection, until `free` gives them back. */
async function saturatedDatabase() {
  const database = openTestDatabase({ databasePoolSize: 2 });
  const taken = await Promise.all([database.pool.connect(), database.pool.connect()]);
  const free = () => void taken.splice(0).map((client) => client.release());
  onTestFinished(() => {
    free();
    return database.close();
  });
  return { database, free };
}

/** Senders that hand their messages to an ingest, and what became of them. */
function sendersTo(ingest: Ingest) {
  const waiting = new Map<TelemetryDelivery, Promise<unknown>>();
  const refused: { one: TelemetryDelivery; error: unknown }[] = [];
  return {
    waiting,
    refused,
    /** Hands over all at once; resolves when those that are refused at once are. */
    async send(all: readonly TelemetryDelivery[]) {
      for (const one of all) {
        const settled = ingest
          .accept(one)
          .catch((error) => void refused.push({ one, error }))
          .finally(() => waiting.delete(one));
        waiting.set(one, settled);
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const tooMany = { code: 'rate_limited', status: 429, retryAfterSeconds: 1 };

it('While every connection is busy no more readings wait than may, the others are answered 429, and all are stored in the end', async () => {
  const tenant = await newTenant();
  await vehicleWith(tenant, 'GPS-1');
  const { database, free } = await saturatedDatabase();
  const ingest = testIngest({ database, maxQueuedRows: 100, maxBatchRows: 30 });
  const { waiting, refused, send } = sendersTo(ingest);

  await send(messagesOf(tenant, 200));
  expect(waiting.size).toBe(10);
  expect(refused).toHaveLength(190);
  for (const { error } of refused) expect(error).toMatchObject(tooMany);

  free();
  while (refused.length > 0 || waiting.size > 0) {
    await send(refused.splice(0).map(({ one }) => one));
    expect(waiting.size).toBeLessThanOrEqual(10);
    await Promise.race(waiting.values());
  }
  await ingest.drain();
  expect((await stored(tenant)).locations).toHaveLength(2_000);
});

it.each([
  ['of an unknown form', (tenant: { tenantId: string }, text: string) => ({ ...message(tenant, 'GPS-1', [text]), version: 2 })],
  ['without a tenant', (_: unknown, text: string) => text],
])('Few messages %s wait where they are large', async (_, contentOf) => {
  const tenant = await newTenant();
  const { database, free } = await saturatedDatabase();
  const ingest = testIngest({ database, maxQueuedRows: 1_000 });
  const { waiting, refused, send } = sendersTo(ingest);
  const large = Array.from({ length: 50 }, () => delivery(contentOf(tenant, 'x'.repeat(240_000))));
  await send(large);
  // A thousand readings of 1,000 bytes.
  expect(waiting.size).toBe(4);
  expect(refused[0]?.error).toMatchObject(tooMany);
  free();
  await Promise.all(waiting.values());
  await send(large.slice(-1));
  await Promise.all(waiting.values());
  expect(refused).toHaveLength(46);
});

it('A message that is larger than all that may wait is taken alone', async () => {
  const tenant = await newTenant();
  await vehicleWith(tenant, 'GPS-1');
  const ingest = testIngest({ maxQueuedRows: 5 });
  await Promise.all(messagesOf(tenant, 1).map((one) => ingest.accept(one)));
  expect((await stored(tenant)).locations).toHaveLength(10);
});

it('An instance that cannot keep up answers Pub/Sub with 429 and Retry-After, and takes what is sent again', async () => {
  const tenant = await newTenant();
  await vehicleWith(tenant, 'GPS-1');
  const environment = { INGEST_MAX_QUEUED_ROWS: '50', DATABASE_POOL_SIZE: '2' };
  const instance = await ingestFunction(inject('appUrl'), await eventsTopic(), environment);
  const messages = messagesOf(tenant, 20);
  expect(await instance.push(messages[0] as TelemetryDelivery)).toMatchObject({ status: 204 });

  const answers: Promise<{ status: number; retryAfter: string | null }>[] = [];
  const again: TelemetryDelivery[] = [];
  await tenant.run(async (tx) => {
    await tx.query('select 1 from vehicle_folds for update');
    const { promise: manyRefused, resolve } = Promise.withResolvers<void>();
    for (const one of messages) {
      const answered = instance.push(one);
      answers.push(answered);
      void answered.then(({ status }) => {
        if (status === 429) again.push(one);
        if (again.length === 15) resolve();
      });
    }
    await manyRefused;
  });
  const all = await Promise.all(answers);
  expect(all.filter(({ status }) => status === 204)).toHaveLength(5);
  expect(new Set(all.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(new Set(['204 null', '429 1']));
  for (const one of again) expect(await instance.push(one)).toMatchObject({ status: 204 });
  expect((await stored(tenant)).locations).toHaveLength(200);
});
