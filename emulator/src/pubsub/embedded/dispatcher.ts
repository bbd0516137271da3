// A turn hands a consumer no more than this, so that consumers share evenly and a response stays small.
const maxMessagesPerTurn = 100;
const maxBytesPerTurn = 1024 * 1024;

interface Taker {
  hasRoomFor(pendingMessages: number, pendingBytes: number): boolean;
}

export interface DispatcherOptions<C, E> {
  /** Takes the next item that the consumer may have. */
  next(consumer: C): E | undefined;
  sizeOf(item: E): number;
  hand(consumer: C, items: E[]): void;
}

/** Hands items to consumers that have room, one each in turn, in batches. */
export class Dispatcher<C extends Taker, E> {
  readonly #options: DispatcherOptions<C, E>;
  #consumers: C[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(options: DispatcherOptions<C, E>) {
    this.#options = options;
  }

  add(consumer: C): void {
    this.#consumers.push(consumer);
    this.schedule();
  }

  remove(consumer: C): void {
    this.#consumers = this.#consumers.filter((each) => each !== consumer);
  }

  /** Hands out soon; calls until then are one. */
  schedule(): void {
    if (this.#consumers.length > 0) this.#scheduled ??= setImmediate(() => this.#dispatch());
  }

  close(): void {
    clearImmediate(this.#scheduled);
    this.#consumers = [];
  }

  #dispatch(): void {
    this.#scheduled = undefined;
    const batches = this.#consumers.map((consumer) => ({ consumer, items: [] as E[], bytes: 0, full: false }));
    let open = batches;
    while (open.length > 0) {
      for (const batch of open) this.#takeOne(batch);
      open = open.filter((batch) => !batch.full);
    }
    // The next turn begins with someone else.
    const first = this.#consumers.shift();
    if (first) this.#consumers.push(first);
    const busy = batches.filter((batch) => batch.items.length > 0);
    for (const batch of busy) this.#options.hand(batch.consumer, batch.items);
    if (busy.length > 0) this.schedule();
  }

  #takeOne(batch: { consumer: C; items: E[]; bytes: number; full: boolean }): void {
    const turnOver = batch.items.length >= maxMessagesPerTurn || batch.bytes >= maxBytesPerTurn;
    const item =
      !turnOver && batch.consumer.hasRoomFor(batch.items.length, batch.bytes) ? this.#options.next(batch.consumer) : undefined;
    if (item === undefined) {
      batch.full = true;
      return;
    }
    batch.items.push(item);
    batch.bytes += this.#options.sizeOf(item);
  }
}
