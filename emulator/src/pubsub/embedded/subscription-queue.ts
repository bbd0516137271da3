import { Backlog, type Entry } from './backlog.ts';
import { Dispatcher } from './dispatcher.ts';
import { parseFilter } from './filter.ts';
import { LeaseTable } from './lease-table.ts';
import type { StoredMessage } from './messages.ts';
import { backoffMs, type Subscription, toMilliseconds } from './settings.ts';
import { invalidArgument } from './status.ts';
import type { TimerClock } from './timer-clock.ts';
import { Wakeups } from './wakeups.ts';

/** A message handed to a consumer until its ack deadline. */
export interface Delivery {
  ackId: string;
  message: StoredMessage;
  /** Absent where the subscription has no dead letter policy, as in the real service. */
  deliveryAttempt: number | undefined;
}

/** Who takes messages: a streaming pull, or one waiting pull. */
export interface Consumer {
  ackDeadlineSeconds: number;
  /** Whether another message may be handed out now, in addition to the `sizeBytes` of earlier ones in this turn. */
  hasRoomFor(pendingMessages: number, pendingBytes: number): boolean;
  deliver(deliveries: Delivery[]): void;
  /** A message is no longer out: acknowledged, refused or expired. */
  settled(sizeBytes: number): void;
}

export interface SubscriptionQueueOptions {
  clock: TimerClock;
  /** The subscription as it is now. */
  settings: () => Subscription;
  /** The subscription does not need the message any more. */
  release: (message: StoredMessage) => void;
  /** Publishes to the dead letter topic; false where that is not possible now, and the message stays. */
  deadLetter: (message: StoredMessage, attempts: number) => boolean;
}

/** The messages of one subscription: waiting, handed out until a deadline, or waiting for a retry. */
export class SubscriptionQueue {
  readonly #options: SubscriptionQueueOptions;
  readonly #backlog: Backlog;
  readonly #leases = new LeaseTable<Consumer>();
  readonly #wakeups: Wakeups;
  readonly #dispatcher: Dispatcher<Consumer, Entry>;
  readonly #matches: (message: StoredMessage) => boolean;
  /** Messages outside the backlog until their retry is due. */
  readonly #retrying = new Set<Entry>();

  constructor(options: SubscriptionQueueOptions) {
    const { enableMessageOrdering, filter } = options.settings();
    const matches = parseFilter(filter ?? '');
    this.#options = options;
    this.#matches = (message) => matches(message.attributes);
    this.#backlog = new Backlog(enableMessageOrdering ?? false);
    this.#wakeups = new Wakeups(options.clock);
    this.#dispatcher = new Dispatcher({
      next: (consumer) => this.#next(consumer),
      sizeOf: (entry) => entry.message.sizeBytes,
      hand: (consumer, entries) => consumer.deliver(entries.map((entry) => this.#lease(entry, consumer))),
    });
  }

  /** Whether this subscription wants the message at all. */
  accepts(message: StoredMessage): boolean {
    return this.#matches(message);
  }

  add(message: StoredMessage): void {
    this.#backlog.add({ message, attempts: 0 });
    this.#dispatcher.schedule();
  }

  addConsumer(consumer: Consumer): void {
    this.#dispatcher.add(consumer);
  }

  /** Takes no more messages for it; what it has stays out until acknowledged or expired. */
  removeConsumer(consumer: Consumer): void {
    this.#dispatcher.remove(consumer);
  }

  /** Tells that a consumer may have room again. */
  consumerReady(): void {
    this.#dispatcher.schedule();
  }

  /** @throws PubSubStatusError INVALID_ARGUMENT for ids that no server gave out; ids that are no longer valid do nothing */
  acknowledge(ackIds: readonly string[]): void {
    this.#checkAckIds(ackIds);
    for (const ackId of ackIds) {
      const lease = this.#leases.take(ackId);
      if (!lease) continue;
      lease.consumer.settled(lease.entry.message.sizeBytes);
      this.#settle(lease.entry);
    }
    this.#dispatcher.schedule();
  }

  /** 0 seconds is a refusal (nack). @throws PubSubStatusError as acknowledge, and for seconds outside 0 to 600 */
  modifyAckDeadline(ackIds: readonly string[], seconds: number): void {
    this.#checkAckIds(ackIds);
    if (seconds < 0 || seconds > 600)
      throw invalidArgument(`Invalid ack deadline given: ${seconds} seconds. It must be between 0 and 600.`);
    for (const ackId of ackIds) {
      if (seconds === 0) this.#fail(ackId);
      else if (this.#leases.extend(ackId, this.#nowMs() + seconds * 1000)) this.#wakeAtNextExpiry();
    }
    this.#dispatcher.schedule();
  }

  /** Drops waiting messages that are older than the retention of the subscription. */
  dropExpired(): void {
    for (const entry of this.#backlog.remove((each) => this.#isExpired(each))) this.#options.release(entry.message);
  }

  /** Lets go of everything: the subscription was deleted. */
  close(): void {
    this.#wakeups.close();
    this.#dispatcher.close();
    const held = [...this.#backlog.remove(() => true), ...this.#leases.all().map((lease) => lease.entry), ...this.#retrying];
    for (const { message } of held) this.#options.release(message);
  }

  #nowMs(): number {
    return this.#options.clock.now().getTime();
  }

  #isExpired(entry: Entry): boolean {
    const retentionMs = toMilliseconds(this.#options.settings().messageRetentionDuration, Number.POSITIVE_INFINITY);
    return this.#nowMs() - entry.message.publishedAt.getTime() > retentionMs;
  }

  #next(consumer: Consumer): Entry | undefined {
    for (;;) {
      const entry = this.#backlog.next(consumer);
      if (!entry || !this.#isExpired(entry)) return entry;
      this.#settle(entry);
    }
  }

  #lease(entry: Entry, consumer: Consumer): Delivery {
    entry.attempts++;
    const ackId = this.#leases.add(entry, consumer, this.#nowMs() + consumer.ackDeadlineSeconds * 1000);
    this.#wakeAtNextExpiry();
    const deliveryAttempt = this.#options.settings().deadLetterPolicy ? entry.attempts : undefined;
    return { ackId, message: entry.message, deliveryAttempt };
  }

  #wakeAtNextExpiry(): void {
    const expiresAtMs = this.#leases.earliestExpiryMs();
    if (expiresAtMs !== undefined) this.#wakeups.at('leases', expiresAtMs, () => this.#failExpired());
  }

  #failExpired(): void {
    for (const ackId of this.#leases.expired(this.#nowMs())) this.#fail(ackId);
    this.#wakeAtNextExpiry();
    this.#dispatcher.schedule();
  }

  #fail(ackId: string): void {
    const lease = this.#leases.take(ackId);
    if (!lease) return;
    const { entry, consumer } = lease;
    consumer.settled(entry.message.sizeBytes);
    const policy = this.#options.settings().deadLetterPolicy;
    if (policy && entry.attempts >= policy.maxDeliveryAttempts! && this.#options.deadLetter(entry.message, entry.attempts)) {
      this.#settle(entry);
      return;
    }
    this.#takeBackLater(entry);
    this.#retry(entry);
  }

  /** Later messages of the same key come again after this one; that is no failed attempt of theirs. */
  #takeBackLater(entry: Entry): void {
    for (const later of this.#backlog.leasedAfter(entry)) {
      this.#leases.takeEntry(later)?.consumer.settled(later.message.sizeBytes);
      later.attempts--;
      this.#backlog.add(later);
    }
  }

  #retry(entry: Entry): void {
    const delayMs = backoffMs(this.#options.settings().retryPolicy, entry.attempts);
    if (delayMs === 0) {
      this.#backlog.add(entry);
      return;
    }
    const dueAtMs = this.#nowMs() + delayMs;
    if (this.#backlog.isOrdered(entry)) {
      // It keeps its place, and later messages of its key wait with it.
      this.#backlog.add(entry);
      this.#backlog.setPaused(entry, true);
      this.#wakeups.at(entry, dueAtMs, () => {
        this.#backlog.setPaused(entry, false);
        this.#dispatcher.schedule();
      });
      return;
    }
    this.#retrying.add(entry);
    this.#wakeups.at(entry, dueAtMs, () => {
      this.#retrying.delete(entry);
      this.#backlog.add(entry);
      this.#dispatcher.schedule();
    });
  }

  #settle(entry: Entry): void {
    this.#backlog.settle(entry);
    this.#options.release(entry.message);
  }

  #checkAckIds(ackIds: readonly string[]): void {
    if (ackIds.length === 0) throw invalidArgument('No ack ids specified.');
    const malformed = ackIds.find((ackId) => !LeaseTable.isAckId(ackId));
    if (malformed !== undefined) throw invalidArgument(`Invalid ack id (ack_id=${malformed})`);
  }
}
