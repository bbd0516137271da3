import { type Delivery, noFaults, publishDeliveries, type TelemetryBatch } from '@wheelhouse/emulator/devices/index.ts';
import { expect, test } from 'vitest';
import { manualTimerClock } from '../scheduler/manual-timer-clock.ts';
import { deliveriesOf, fleet, start, tenantId } from './support.ts';

const delivery = (seconds: number, deviceId = 't-0001'): Delivery => ({
  atMs: start.getTime() + seconds * 1_000,
  kind: 'on_time',
  batch: {
    version: 1,
    tenantId,
    deviceId,
    readings: [{ recordedAt: new Date(start.getTime() + seconds * 1_000).toISOString() }],
  },
});

/** A fleet that begins in the past of its clock, and where its batches go. */
function published(deliveries: Iterable<Delivery>, { behindSeconds = 0, speedup = 1, publish = async () => {} }: Options = {}) {
  const manual = manualTimerClock(new Date(start.getTime() + behindSeconds * 1_000).toISOString());
  const batches: TelemetryBatch[] = [];
  const lines: string[] = [];
  const running = publishDeliveries({
    deliveries,
    publish: (batch) => {
      batches.push(batch);
      return publish(batch);
    },
    clock: manual.clock,
    start,
    speedup,
    log: (line) => lines.push(line),
  });
  return { ...manual, ...running, batches, lines };
}

type Options = { behindSeconds?: number; speedup?: number; publish?: (batch: TelemetryBatch) => Promise<unknown> };

test('each delivery is published when it is due, and not before', async () => {
  const { batches, advance, done } = published([delivery(1), delivery(1, 't-0002'), delivery(3)]);
  advance(999);
  expect(batches).toHaveLength(0);
  advance(1);
  expect(batches.map(({ deviceId }) => deviceId)).toEqual(['t-0001', 't-0002']);
  advance(2_000);
  expect(batches).toHaveLength(3);
  await done;
});

test('a fleet with a speedup drives through the past faster, and does not overtake the clock', async () => {
  const { batches, advance, counts, done } = published([delivery(10), delivery(60), delivery(70), delivery(80)], {
    behindSeconds: 60,
    speedup: 10,
  });
  advance(1_000);
  expect(batches).toHaveLength(1);
  advance(5_000);
  expect(batches).toHaveLength(2);
  // Seven seconds after the beginning it is due by the speedup, but would be three seconds from the future.
  advance(3_999);
  expect(batches).toHaveLength(2);
  advance(1);
  expect(batches).toHaveLength(3);
  advance(10_000);
  await done;
  expect(counts).toMatchObject({ readings: 4, failedBatches: 0, batches: { on_time: 4 }, atMs: delivery(80).atMs });
});

test('what a simulated fleet delivers is published in its order, and counted by its kind', async () => {
  const deliveries = deliveriesOf(fleet({ faults: { ...noFaults, duplicateBatches: 0.1, lateBatches: 0.1 }, hours: 0.5 }));
  const { batches, advance, counts, done } = published(deliveries);
  for (let seconds = 0; seconds < 1_800 + 301; seconds++) advance(1_000);
  await done;
  expect(batches).toEqual(deliveries.map(({ batch }) => batch));
  for (const [kind, count] of Object.entries(counts.batches)) {
    expect(count).toBe(deliveries.filter((one) => one.kind === kind).length);
  }
});

test('a fleet that is faster than its server waits for it', async () => {
  const waiting: (() => void)[] = [];
  const publish = () => new Promise<void>((resolve) => waiting.push(resolve));
  const { batches, advance, done } = published(
    Array.from({ length: 2_500 }, () => delivery(1)),
    { publish },
  );
  advance(2_000);
  expect(batches).toHaveLength(2_000);
  while (waiting.length > 0) {
    for (const arrived of waiting.splice(0)) arrived();
    await new Promise(setImmediate);
    advance(0);
  }
  await done;
  expect(batches).toHaveLength(2_500);
});

test('a batch that cannot be published is counted and does not stop the others; the log says when it begins and ends', async () => {
  let works = false;
  const publish = () => (works ? Promise.resolve() : Promise.reject(new Error('topic is gone')));
  const { advance, counts, lines, done } = published([delivery(1), delivery(2), delivery(3)], { publish });
  for (let second = 0; second < 2; second++) {
    advance(1_000);
    await new Promise(setImmediate);
  }
  works = true;
  advance(1_000);
  await done;
  expect(lines).toEqual(['The readings of t-0001 were not published: topic is gone', 'Readings are published again.']);
  expect(counts).toMatchObject({ readings: 1, failedBatches: 2 });
});

test('stopping publishes nothing further and waits for what is under way', async () => {
  let arrive = () => {};
  const publish = () => new Promise<void>((resolve) => (arrive = resolve));
  const { batches, advance, counts, stop } = published([delivery(1), delivery(2)], { publish });
  advance(1_000);
  let stopped = false;
  const stopping = stop().then(() => {
    stopped = true;
  });
  await new Promise(setImmediate);
  expect(stopped).toBe(false);
  arrive();
  await stopping;
  advance(60_000);
  expect(batches).toHaveLength(1);
  expect(counts.readings).toBe(1);
});
