import type { Clock } from '../../../clock.ts';
import { unavailable } from '../../../errors.ts';
import type { Services } from '../../../resource/services.ts';
import { checkReading, type Parsed, parseMessage, type RejectionReason } from '../message/index.ts';
import { Devices } from './devices.ts';
import { GroupCommit } from './group-commit.ts';
import type { Item, Origin, TelemetryDelivery } from './item.ts';
import { storeItems, UnknownTenantError } from './storeItems.ts';
import { storeUndeliverable } from './storeUndeliverable.ts';

type Options = {
  services: Pick<Services, 'database' | 'config'>;
  /** Readings that one transaction stores at most. */
  maxBatchRows: number;
  /** How long a message waits for company. */
  maxDelayMs: number;
  /** Readings that wait in this instance before it refuses more. */
  maxQueuedRows: number;
  clock: Clock;
};

/** What became of a message: how many of its readings are stored, and which are not. */
export type Receipt = { stored: number; rejected: { index: number | null; reason: RejectionReason; detail: string }[] };

export type Ingest = {
  /**
   * Takes a message and resolves when everything in it is durable: as positions, or with the reason why not. Then it may be
   * acknowledged.
   *
   * @throws unavailable (503) when too much waits already, and when the database cannot be reached: it has to come again.
   */
  accept(message: TelemetryDelivery): Promise<void>;
  /** As `accept`, for who wants to know what became of each reading; `undefined` where the message belongs to no tenant. */
  submit(message: TelemetryDelivery): Promise<Receipt | undefined>;
  /** Commits what waits at once; resolves when nothing is left. */
  drain(): Promise<void>;
};

/**
 * Stores telemetry by group commit: messages that arrive at the same time wait for one transaction a tenant, which costs little more
 * than that of a single message.
 */
export function createIngest({ services, maxBatchRows, maxDelayMs, maxQueuedRows, clock }: Options): Ingest {
  const { database, config } = services;
  const devices = new Devices(clock);
  const keep = (delivery: TelemetryDelivery, reason: 'malformed' | 'unknown_tenant', detail: string) =>
    storeUndeliverable(database, config.telemetryTopic, [{ delivery, reason, detail }]);
  const group = new GroupCommit({
    maxBatchRows,
    maxDelayMs,
    concurrency: Math.max(1, (database.pool.options.max ?? 4) - 1),
    commit: (tenantId, items: Item[]) => storeItems({ database, devices, tenantId }, items),
  });

  async function submit(delivery: TelemetryDelivery): Promise<Receipt | undefined> {
    const parsed = parseMessage(delivery.data);
    if (parsed.kind === 'unreadable') {
      await keep(delivery, 'malformed', parsed.detail);
      return undefined;
    }
    const { tenantId, items } = itemsOf(parsed, delivery, clock.now());
    if (group.rows > 0 && group.rows + items.length > maxQueuedRows) {
      throw unavailable(`${group.rows} readings wait to be stored already; send this message again later.`);
    }
    try {
      const origin = items[0]?.origin;
      const rejected = (await group.add(tenantId, items)).filter(({ item }) => item.origin === origin);
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
    drain: () => group.drain(),
  };
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
