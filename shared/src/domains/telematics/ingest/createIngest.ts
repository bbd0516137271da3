import type { Clock } from '../../../clock.ts';
import { withTenant } from '../../../db/scope.ts';
import { rateLimited } from '../../../errors.ts';
import type { Services } from '../../../resource/services.ts';
import { Environments } from '../fold-store/environment.ts';
import { FoldCache } from '../fold-store/fold-cache.ts';
import { Refolder } from '../fold-store/refolder.ts';
import { refoldVehicle } from '../fold-store/refoldVehicle.ts';
import { requestRefold } from '../fold-store/requestRefold.ts';
import type { Folding } from '../fold-store/storeAndFold.ts';
import { checkReading, type Parsed, parseMessage, type RejectionReason } from '../message/index.ts';
import { Devices } from './devices.ts';
import { GroupCommit } from './group-commit.ts';
import type { Item, Origin, TelemetryDelivery } from './item.ts';
import { ingestScope } from './scope.ts';
import { storeItems, UnknownTenantError } from './storeItems.ts';
import { storeUndeliverable } from './storeUndeliverable.ts';

type Options = {
  services: Pick<Services, 'database' | 'config' | 'log'>;
  /** Whether trips and events follow at once, or are left to the job. */
  fold: 'inline' | 'later';
  /** How long late readings wait before their vehicle is folded again. */
  refoldDelayMs: number;
  /** Vehicles whose folds are remembered. */
  maxVehicles: number;
  /** Commits of one tenant at the same time. */
  lanes: number;
  /** Readings that one transaction stores at most. */
  maxBatchRows: number;
  /** How long a message waits for company. */
  maxDelayMs: number;
  /** Readings that wait in this instance before it refuses more. */
  maxQueuedRows: number;
  clock: Clock;
};

/** What waits is bounded in bytes too: of a message with large readings, or that cannot be read, so many count as one reading. */
const bytesOfReading = 1_000;

/** What became of a message: how many of its readings are stored, and which are not. */
export type Receipt = { stored: number; rejected: { index: number | null; reason: RejectionReason; detail: string }[] };

export type Ingest = {
  /**
   * Takes a message and resolves when everything in it is durable: as positions, or with the reason why not. Then it may be
   * acknowledged.
   *
   * @throws rateLimited (429) when too much waits already, on which Pub/Sub slows down, and what the database fails with when it cannot be
   *   reached: the message has to come again.
   */
  accept(message: TelemetryDelivery): Promise<void>;
  /** As `accept`, for who wants to know what became of each reading; `undefined` where the message belongs to no tenant. */
  submit(message: TelemetryDelivery): Promise<Receipt | undefined>;
  /** Folds vehicles again soon; whoever noted what is to be folded has committed by then, or the job does it. */
  refoldSoon(tenantId: string, vehicleIds: readonly string[]): void;
  /** Folds one vehicle up to all its facts, now; anew from a moment on, where one is given. */
  refold(tenantId: string, vehicleId: string, fromMs?: number): Promise<void>;
  /** Commits what waits at once, and folds what waits for that; resolves when nothing is left. */
  drain(): Promise<void>;
};

/**
 * Stores telemetry by group commit: messages that arrive at the same time wait for one transaction a tenant, which costs little more
 * than that of a single message.
 */
export function createIngest(options: Options): Ingest {
  const { services, maxBatchRows, maxDelayMs, maxQueuedRows, clock, fold, lanes } = options;
  const { database, config, log } = services;
  const devices = new Devices(clock);
  const folding: Folding = { database, log, folds: new FoldCache(options.maxVehicles), environments: new Environments() };
  const refolder = new Refolder({ folding, clock, scopeOf: ingestScope, delayMs: options.refoldDelayMs, concurrency: 2 });
  const keep = (delivery: TelemetryDelivery, reason: 'malformed' | 'unknown_tenant', detail: string) =>
    storeUndeliverable(database, config.telemetryTopic, [{ delivery, reason, detail }]);
  const group = new GroupCommit({
    maxBatchRows,
    maxDelayMs,
    concurrency: Math.max(1, (database.pool.options.max ?? 4) - 1),
    commit: (lane, items: Item[]) => {
      const tenantId = lane.slice(0, 36);
      const refold = (vehicleIds: readonly string[]) => refolder.add(tenantId, vehicleIds);
      return storeItems({ folding, fold, devices, tenantId, refold }, items);
    },
  });

  let waiting = 0;

  async function submit(delivery: TelemetryDelivery): Promise<Receipt | undefined> {
    const parsed = parseMessage(delivery.data);
    const readings = parsed.kind === 'batch' ? parsed.envelope.readings.length : 1;
    const weight = Math.max(readings, Math.ceil(delivery.data.length / bytesOfReading));
    if (waiting > 0 && waiting + weight > maxQueuedRows) {
      throw rateLimited(1, `${waiting} readings wait to be stored already; send this message again later.`);
    }
    waiting += weight;
    try {
      return await store(delivery, parsed);
    } finally {
      waiting -= weight;
    }
  }

  async function store(delivery: TelemetryDelivery, parsed: Parsed): Promise<Receipt | undefined> {
    if (parsed.kind === 'unreadable') {
      await keep(delivery, 'malformed', parsed.detail);
      return undefined;
    }
    const { tenantId, items } = itemsOf(parsed, delivery, clock.now());
    try {
      const origin = items[0]?.origin;
      const lane = `${tenantId} ${laneOf(origin?.deviceId, lanes)}`;
      const rejected = (await group.add(lane, items)).filter(({ item }) => item.origin === origin);
      return {
        stored: items.length - rejected.length,
        rejected: rejected.map(({ item, cause }) => ({ index: item.index, ...cause })),
      };
    } catch (error) {
      if (!(error instanceof UnknownTenantError)) throw error;
      await keep(delivery, 'unknown_tenant', error.message);
      return undefined;
    }
  }

  return {
    accept: async (message) => void (await submit(message)),
    submit,
    refoldSoon: (tenantId, vehicleIds) => refolder.add(tenantId, vehicleIds),
    refold: async (tenantId, vehicleId, fromMs) => {
      const scope = ingestScope(tenantId);
      if (fromMs !== undefined) await withTenant(database, scope, (tx) => requestRefold(tx, { fromMs, vehicleIds: [vehicleId] }));
      await refoldVehicle(folding, scope, vehicleId, clock.now().getTime());
    },
    drain: async () => {
      await group.drain();
      await refolder.drain();
    },
  };
}

/** Devices are spread over the lanes; the messages of one stay in one, so that they do not wait for each other's vehicle. */
function laneOf(deviceId: string | null | undefined, lanes: number): number {
  if (!deviceId) return 0;
  let hash = 0;
  for (let i = 0; i < deviceId.length; i += 1) hash = (hash * 31 + deviceId.charCodeAt(i)) | 0;
  return Math.abs(hash) % lanes;
}

function itemsOf(
  parsed: Exclude<Parsed, { kind: 'unreadable' }>,
  delivery: TelemetryDelivery,
  now: Date,
): { tenantId: string; items: Item[] } {
  const publishedMs = Date.parse(delivery.publishTime);
  const receivedAtMs = Number.isNaN(publishedMs) ? now.getTime() : publishedMs;
  if (parsed.kind === 'malformed') {
    const origin: Origin = { delivery, receivedAtMs, deviceId: null, source: 'unknown' };
    const cause = { reason: 'malformed', detail: parsed.detail } as const;
    return { tenantId: parsed.tenantId, items: [{ origin, index: null, raw: parsed.content, checked: { ok: false, cause } }] };
  }
  const { tenantId, deviceId, source, readings } = parsed.envelope;
  const origin: Origin = { delivery, receivedAtMs, deviceId, source };
  return { tenantId, items: readings.map((raw, index) => ({ origin, index, raw, checked: checkReading(raw, now) })) };
}
