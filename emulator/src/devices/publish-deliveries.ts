import type { TimerClock } from '../pubsub/embedded/timer-clock.ts';
import type { Delivery, DeliveryKind } from './delivery/outbox.ts';
import type { TelemetryBatch } from './telemetry-batch.ts';

export interface PublishOptions {
  /** In the order of `atMs`. */
  deliveries: Iterable<Delivery>;
  publish: (batch: TelemetryBatch) => Promise<unknown>;
  clock: TimerClock;
  /** The simulated time at the beginning. */
  start: Date;
  /**
   * Simulated seconds a second. Simulated time does not overtake the clock, as readings from the future are refused: where it begins in
   * the past it catches up, and goes on in real time.
   */
  speedup: number;
  log?: (line: string) => void;
}

/** What has been published so far. */
export interface PublishCounts {
  readings: number;
  /** Batches of each kind. */
  batches: Record<DeliveryKind, number>;
  failedBatches: number;
  /** Simulated time, milliseconds since 1970. */
  atMs: number;
}

export interface RunningDeliveries {
  counts: Readonly<PublishCounts>;
  /** Resolves when all has been published, or after `stop`. */
  done: Promise<void>;
  /** Publishes nothing further and resolves when what is under way has arrived or failed. */
  stop(): Promise<void>;
}

/** More than this, and the server is slower than the fleet: the fleet waits. */
const mostUnderWay = 2_000;
/** After so many, others have their turn. */
const mostAtOnce = 500;

/** Publishes each delivery when it is due. A batch that cannot be published is counted and does not stop the others. */
export function publishDeliveries(options: PublishOptions): RunningDeliveries {
  const { deliveries, publish, clock, speedup, log = () => undefined } = options;
  const beganMs = clock.now().getTime();
  const startMs = options.start.getTime();
  const counts: PublishCounts = {
    readings: 0,
    batches: { on_time: 0, buffered: 0, late: 0, duplicate: 0 },
    failedBatches: 0,
    atMs: startMs,
  };
  const source = deliveries[Symbol.iterator]();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let next = source.next();
  let ended = false;
  let underWay = 0;
  let failing = false;
  let cancel = () => {};

  const dueMs = (atMs: number) => Math.max(beganMs + (atMs - startMs) / speedup, atMs);

  function turn() {
    for (let n = 0; !ended && !next.done && n < mostAtOnce && underWay < mostUnderWay; n++) {
      const delivery = next.value;
      if (dueMs(delivery.atMs) > clock.now().getTime()) break;
      void send(delivery);
      next = source.next();
    }
    wait();
  }

  function wait() {
    if (next.done) ended = true;
    if (ended && underWay === 0) resolve();
    // Where too many are under way, the next that arrives goes on.
    if (ended || next.done || underWay >= mostUnderWay) return;
    cancel = clock.wakeAfter(Math.max(0, dueMs(next.value.atMs) - clock.now().getTime()), turn);
  }

  async function send({ atMs, kind, batch }: Delivery) {
    underWay++;
    counts.atMs = atMs;
    try {
      await publish(batch);
      counts.readings += batch.readings.length;
      counts.batches[kind]++;
      if (failing) log('Readings are published again.');
      failing = false;
    } catch (error) {
      counts.failedBatches++;
      if (!failing)
        log(`The readings of ${batch.deviceId} were not published: ${error instanceof Error ? error.message : error}`);
      failing = true;
    }
    underWay--;
    if (ended || underWay === mostUnderWay - 1) wait();
  }

  wait();
  return {
    counts,
    done,
    async stop() {
      ended = true;
      cancel();
      wait();
      await done;
    },
  };
}
