import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import type { TelemetryDelivery } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import fc from 'fast-check';
import { afterAll, expect, inject, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { drive, journey } from '../journeys.ts';
import { delivery, message } from '../support.ts';
import { bundle } from './bundle.ts';
import { type Cut, cuttingProxy, type Moment } from './cutting-proxy.ts';
import { addFleet, deliverInOrder, everything, expectSame, fleetWith, foldAll } from './support.ts';

const kills = 200;
const seed = 20_261_121;

type Sent = { deviceId: string; readings: ReturnType<typeof drive>; delivery: TelemetryDelivery };
type Instance = { process: ChildProcess; proxy: Awaited<ReturnType<typeof cuttingProxy>> };

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const process of running) process.kill('SIGKILL');
});

async function startInstance({ file, compileCache }: Awaited<ReturnType<typeof bundle>>): Promise<Instance> {
  const proxy = await cuttingProxy(new URL(inject('appUrl')));
  const env = { ...process.env, DATABASE_URL: proxy.url, LOG_LEVEL: 'silent', NODE_COMPILE_CACHE: compileCache };
  const child = fork(file, { env, execArgv: [] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  await once(child, 'message');
  return { process: child, proxy };
}

/**
 * Hands messages to an instance, two at a time, until it is killed: when something on its way from, to or about the database is lost.
 * Answers what was under way then, when the database has done all that it was told.
 */
async function deliverUntilKilled({ process: child, proxy }: Instance, next: () => Sent, moment: Moment) {
  const underWay = new Map<string, Sent>();
  const hand = (one: Sent) => {
    underWay.set(one.delivery.messageId, one);
    child.send(one.delivery, () => {});
  };
  const ended = once(child, 'exit');
  proxy.cutAt(moment, () => child.kill('SIGKILL'));
  child.on('message', ({ acknowledged, refused }: { acknowledged?: string; refused?: string }) => {
    if (proxy.cut()) return;
    if (refused) return hand(underWay.get(refused) as Sent);
    if (!proxy.acknowledges()) return;
    underWay.delete(acknowledged as string);
    hand(next());
  });
  hand(next());
  hand(next());
  await ended;
  await proxy.close();
  return { unacknowledged: [...underWay.values()], cut: proxy.cut() as Cut };
}

/** Hands messages to an instance that is left alone, until all are acknowledged; then it ends. */
async function deliverAll({ process: child, proxy }: Instance, all: readonly Sent[]): Promise<void> {
  const waiting = new Set(all.map((one) => one.delivery.messageId));
  const acknowledged = new Promise<void>((resolve, reject) => {
    if (waiting.size === 0) resolve();
    child.on('message', (answer: { acknowledged?: string; refused?: string }) => {
      if (answer.refused) reject(new Error(`The message ${answer.refused} was refused by an instance that nobody disturbs.`));
      waiting.delete(answer.acknowledged as string);
      if (waiting.size === 0) resolve();
    });
  });
  for (const one of all) child.send(one.delivery);
  await acknowledged;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  await proxy.close();
}

/** Journeys of a device one after the other, sent in the order in which they began: some of them are under way at the same time. */
function* journeysOf(tenant: TestTenant, deviceId: string, seedOfDevice: number): Generator<Sent> {
  const journeys = fc.sample(journey, { seed: seedOfDevice, numRuns: kills * 2 });
  for (const [n, steps] of journeys.entries()) {
    const shiftMs = (journeys.length - n) * 1_800_000;
    const readings = drive(steps.slice(0, 8).map((step, i) => (i === 0 ? { ...step, nowhere: false } : step))).map(
      (reading, i) => ({
        ...reading,
        recordedAt: new Date(Date.parse(reading.recordedAt) - shiftMs).toISOString(),
        sequence: n * 100 + i,
      }),
    );
    yield { deviceId, readings, delivery: delivery(message(tenant, deviceId, readings)) };
  }
}

/** Most pieces of the talk come before a COMMIT: its answer and the acknowledgement are asked for by name. */
const anyMoment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ nth: fc.integer({ min: 1, max: 90 }), of: fc.constant('anything' as const) }),
  fc.record({ nth: fc.integer({ min: 1, max: 8 }), of: fc.constant('answer to COMMIT' as const) }),
  fc.record({ nth: fc.integer({ min: 1, max: 3 }), of: fc.constant('acknowledgement' as const) }),
);

/** How many of the positions that were sent are stored, of how many. */
async function storedOf(tenant: TestTenant, { deviceId, readings }: Sent): Promise<[stored: number, sent: number]> {
  const sequences = readings.flatMap((reading) => ('position' in reading ? [reading.sequence] : []));
  const [row] = await tenant.run((tx) =>
    tx.query<{ n: number }>(
      'select count(*)::integer as n from vehicle_locations where device_id = $1 and sequence = any($2::bigint[])',
      [deviceId, sequences],
    ),
  );
  return [row?.n ?? 0, sequences.length];
}

it(`An instance that is killed at ${kills} moments of its talk with the database loses nothing and doubles nothing`, async () => {
  const bundled = await bundle(new URL('./ingest-process.ts', import.meta.url));
  const [tenant, reference] = [await newTenant(), await newTenant()];
  const devices = ['GPS-1', 'GPS-2', 'GPS-3', 'GPS-4'];
  const fleet = fleetWith(devices, [{ latitude: 6.5244, longitude: 3.3792 }]);
  for (const one of [tenant, reference]) await addFleet(one, fleet);

  const found = { notCommitted: 0, notAnswered: 0, notAcknowledged: 0 };
  const delivered: Sent[] = [];

  /** Instances one after the other, each of which begins with what the one before did not acknowledge; two devices report. */
  async function lane(deviceIds: string[], moments: Moment[]): Promise<void> {
    const sources = deviceIds.map((deviceId) => journeysOf(tenant, deviceId, seed + devices.indexOf(deviceId)));
    let turn = 0;
    let again: Sent[] = [];
    const next = (): Sent => {
      const repeated = again.shift();
      if (repeated) return repeated;
      turn += 1;
      const one = sources[turn % sources.length]?.next().value as Sent;
      delivered.push(one);
      return one;
    };
    let starting = startInstance(bundled);
    for (const moment of moments) {
      const instance = await starting;
      starting = startInstance(bundled);
      const { unacknowledged, cut } = await deliverUntilKilled(instance, next, moment);
      for (const one of unacknowledged) {
        const [stored, sent] = await storedOf(tenant, one);
        expect([0, sent]).toContain(stored);
        if (stored === 0) found.notCommitted += 1;
        else if (cut === 'answer to COMMIT') found.notAnswered += 1;
        else if (cut === 'acknowledgement') found.notAcknowledged += 1;
      }
      again = [...unacknowledged, ...again];
    }
    await deliverAll(await starting, again);
  }
  const moments = fc.sample(anyMoment, { seed, numRuns: kills });
  await Promise.all([lane(devices.slice(0, 2), moments.slice(0, kills / 2)), lane(devices.slice(2), moments.slice(kills / 2))]);
  // Each of the three: before COMMIT was sent, between COMMIT and its answer, between the answer and the acknowledgement.
  for (const count of Object.values(found)) expect(count).toBeGreaterThan(kills / 10);

  const ended = fixedClock(new Date());
  await deliverInOrder(reference, fleet, delivered, ended);
  for (const one of [tenant, reference]) await foldAll(one, fleet, ended);
  expectSame(await everything(tenant), await everything(reference));
}, 200_000);
