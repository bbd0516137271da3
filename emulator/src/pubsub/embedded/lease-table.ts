import type { Entry } from './backlog.ts';

export interface Lease<C> {
  entry: Entry;
  consumer: C;
  expiresAtMs: number;
}

/** The messages that are out, by ack id. An ack id is good for one delivery: a redelivery has a new one. */
export class LeaseTable<C> {
  readonly #leases = new Map<string, Lease<C>>();
  readonly #ackIds = new Map<Entry, string>();
  /** No lease expires before this; undefined where it must be looked up. */
  #earliestMs: number | undefined = Number.POSITIVE_INFINITY;

  static isAckId(text: string): boolean {
    return /^lease-\d+-\d+$/.test(text);
  }

  add(entry: Entry, consumer: C, expiresAtMs: number): string {
    const ackId = `lease-${entry.message.sequence}-${++leaseCount}`;
    this.#leases.set(ackId, { entry, consumer, expiresAtMs });
    this.#ackIds.set(entry, ackId);
    this.#noteExpiry(expiresAtMs);
    return ackId;
  }

  /** Ends a lease. */
  take(ackId: string): Lease<C> | undefined {
    const lease = this.#leases.get(ackId);
    if (!lease) return undefined;
    this.#leases.delete(ackId);
    this.#ackIds.delete(lease.entry);
    return lease;
  }

  takeEntry(entry: Entry): Lease<C> | undefined {
    const ackId = this.#ackIds.get(entry);
    return ackId === undefined ? undefined : this.take(ackId);
  }

  /** Answers false where the lease has ended. */
  extend(ackId: string, expiresAtMs: number): boolean {
    const lease = this.#leases.get(ackId);
    if (!lease) return false;
    lease.expiresAtMs = expiresAtMs;
    this.#noteExpiry(expiresAtMs);
    return true;
  }

  all(): Lease<C>[] {
    return [...this.#leases.values()];
  }

  /** Ack ids of the leases that have run out, oldest message first. */
  expired(nowMs: number): string[] {
    this.#earliestMs = undefined;
    return [...this.#leases]
      .filter(([, lease]) => lease.expiresAtMs <= nowMs)
      .sort(([, a], [, b]) => a.entry.message.sequence - b.entry.message.sequence)
      .map(([ackId]) => ackId);
  }

  /** A time before which no lease runs out; it may be too early, as leases are extended, but never too late. */
  earliestExpiryMs(): number | undefined {
    this.#earliestMs ??= this.all().reduce((earliest, lease) => Math.min(earliest, lease.expiresAtMs), Number.POSITIVE_INFINITY);
    return this.#earliestMs === Number.POSITIVE_INFINITY ? undefined : this.#earliestMs;
  }

  #noteExpiry(expiresAtMs: number): void {
    if (this.#earliestMs !== undefined) this.#earliestMs = Math.min(this.#earliestMs, expiresAtMs);
  }
}

// One count for all subscriptions, so that an ack id of one never fits another.
let leaseCount = 0;
