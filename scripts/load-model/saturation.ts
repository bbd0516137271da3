import { valuesOf } from './assumption.ts';
import { behaviour, usage } from './assumptions.ts';
import { poolOf } from './connections.ts';
import { busyCores, connectionsFor, loadOf, storedBytes } from './load.ts';
import { asBuilt, type Mode, tuned } from './mode.ts';
import { limits } from './prices.ts';
import { type Component, type Remedy, remedies } from './remedies.ts';

const u = valuesOf(usage);
const b = valuesOf(behaviour);
const l = valuesOf(limits);

const gib = 2 ** 30;
/** Loads grow with the vehicles; so many are enough that rounding up of tenants does not show. */
const many = 1_000_000;

/** Where a component ends: its limit, and the vehicles that reach it in the busiest minute. */
export type Saturation = Remedy & { component: Component; limit: string; vehicles: number };

/** In the order in which they are reached. */
export function saturations(): Saturation[] {
  const load = loadOf(many);
  const cores = busyCores(load);
  const reached = (component: Component, limit: string, capacity: number, used: number): Saturation => ({
    component,
    limit,
    vehicles: (capacity / used) * many,
    ...remedies[component],
  });
  const ingest = poolOf('telemetry-ingest');
  const dispatch = poolOf('event-dispatch');
  const telematics = poolOf('telematics');
  const jobs = poolOf('scheduled-jobs');
  const data = (mode: Mode) => storedBytes(load, mode).total / gib;
  const handled = (load.eventsASecond * b.handled) / b.events;
  const consumers = dispatch.connections / (b.consumerMillis / 1000);
  const primaryCores = l.shardCores * l.fullness;
  return [
    reached('disk of one primary, as built', `${l.shardGib} GiB, ${asBuilt.factDays} days`, l.shardGib, data(asBuilt)),
    reached('disk of one primary, tuned', `${l.shardGib} GiB, ${tuned.factDays} days`, l.shardGib, data(tuned)),
    reached('write-ahead log of one primary', `${l.shardWal / 1e6} MB/s`, l.shardWal, load.walBytesASecond),
    reached('cores of one primary', `${primaryCores} busy of ${l.shardCores}`, primaryCores, cores.server),
    reached(
      'memory of one primary for index ends',
      `half of ${l.shardCores * l.gibACore} GiB`,
      (l.shardCores * l.gibACore * gib) / 2,
      many * u.drivingAtPeak * b.hotPages * 8_192,
    ),
    reached(
      'memory of one primary for vectors',
      `half of ${l.shardCores * l.gibACore} GiB`,
      (l.shardCores * l.gibACore * gib) / 2,
      load.passages * b.vectorBytes,
    ),
    reached('telemetry-ingest', `${ingest.maxInstances} instances`, ingest.maxInstances * l.fullness, cores.ingest),
    reached(
      'one HTTP function with half of all requests',
      `${telematics.maxInstances} instances`,
      telematics.maxInstances * l.fullness,
      cores.requests / 2,
    ),
    reached('event-dispatch', `${dispatch.connections} transactions at once`, consumers * l.fullness, handled),
    reached(
      'scheduled-jobs',
      `${jobs.maxInstances} workers of ${b.jobRunsASecond} runs/s`,
      jobs.maxInstances * b.jobRunsASecond,
      load.jobRunsASecond,
    ),
    reached(
      'job telematics.refold',
      'one worker, one vehicle after the other',
      1000 / b.foldMillis,
      (many * b.foldsOfJob) / 86_400,
    ),
    reached('connections of one primary', `${l.backendConnections}`, l.backendConnections, connectionsFor(load)),
    reached('Pub/Sub push', `${l.pubsubMbPush} MB/s`, l.pubsubMbPush * 1e6, load.messagesASecond * b.messageBytes),
    reached('Cloud KMS', `${l.kmsAMinute} operations/min`, l.kmsAMinute, load.kmsAMinute),
  ].toSorted((one, other) => one.vehicles - other.vehicles);
}
