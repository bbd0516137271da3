import { Fifo } from './fifo.ts';
import type { StoredMessage } from './messages.ts';

/** A message as one subscription holds it. */
export interface Entry {
  message: StoredMessage;
  /** How often it was handed out, less the times that do not count as an attempt. */
  attempts: number;
}

/** The waiting messages of one ordering key and who has the earlier ones. */
interface Lane {
  key: string;
  waiting: Entry[];
  leased: Set<Entry>;
  holder: object | undefined;
  paused: boolean;
}

/**
 * The messages of a subscription that wait to be handed out. Messages with an ordering key (where the subscription orders) leave in the
 * order of publishing, and while some are out, later ones of that key go only to the same consumer.
 */
export class Backlog {
  readonly #unordered = new Fifo<Entry>();
  readonly #lanes = new Map<string, Lane>();
  readonly #ordered: boolean;

  constructor(ordered: boolean) {
    this.#ordered = ordered;
  }

  /** Adds a new message or one that comes back. */
  add(entry: Entry): void {
    const lane = this.#laneOf(entry);
    if (!lane) {
      this.#unordered.push(entry);
      return;
    }
    lane.leased.delete(entry);
    const after = lane.waiting.findLastIndex((each) => each.message.sequence < entry.message.sequence);
    lane.waiting.splice(after + 1, 0, entry);
  }

  /** Takes the next message that `consumer` may have. */
  next(consumer: object): Entry | undefined {
    const unordered = this.#unordered.shift();
    if (unordered) return unordered;
    for (const lane of this.#lanes.values()) {
      if (lane.paused || lane.waiting.length === 0 || (lane.leased.size > 0 && lane.holder !== consumer)) continue;
      const entry = lane.waiting.shift()!;
      lane.leased.add(entry);
      lane.holder = consumer;
      // The key goes to the end, so that keys take turns.
      this.#lanes.delete(lane.key);
      this.#lanes.set(lane.key, lane);
      return entry;
    }
    return undefined;
  }

  /** Forgets a message that was handed out and is done with. */
  settle(entry: Entry): void {
    const lane = this.#laneOf(entry);
    if (!lane) return;
    lane.leased.delete(entry);
    this.#dropIfEmpty(lane);
  }

  /** Messages of the same key that are out and were published after `entry`; redelivering it means redelivering them. */
  leasedAfter(entry: Entry): Entry[] {
    const lane = this.#laneOf(entry);
    return lane ? [...lane.leased].filter((each) => each.message.sequence > entry.message.sequence) : [];
  }

  /** Whether the message has a place in the order of its key. */
  isOrdered(entry: Entry): boolean {
    return this.#ordered && entry.message.orderingKey !== '';
  }

  /** Holds back, or lets go again, all messages of the key of `entry`; nothing to do for a message that is not ordered. */
  setPaused(entry: Entry, paused: boolean): void {
    const lane = this.#laneOf(entry);
    if (!lane) return;
    lane.paused = paused;
    this.#dropIfEmpty(lane);
  }

  /** Removes and returns the waiting messages that `matches` picks. */
  remove(matches: (entry: Entry) => boolean): Entry[] {
    const removed = this.#unordered.remove(matches);
    for (const lane of this.#lanes.values()) {
      removed.push(...lane.waiting.filter(matches));
      lane.waiting = lane.waiting.filter((entry) => !matches(entry));
      this.#dropIfEmpty(lane);
    }
    return removed;
  }

  #dropIfEmpty(lane: Lane): void {
    if (lane.leased.size === 0 && lane.waiting.length === 0 && !lane.paused) this.#lanes.delete(lane.key);
  }

  #laneOf(entry: Entry): Lane | undefined {
    const key = entry.message.orderingKey;
    if (!this.isOrdered(entry)) return undefined;
    const lane = this.#lanes.get(key) ?? { key, waiting: [], leased: new Set(), holder: undefined, paused: false };
    this.#lanes.set(key, lane);
    return lane;
  }
}
