type Options<I, R> = {
  maxBatchRows: number;
  maxDelayMs: number;
  /** Commits under way at the same time. */
  concurrency: number;
  commit: (key: string, items: I[]) => Promise<R[]>;
};

type Waiting<I, R> = { items: I[]; resolve: (results: R[]) => void; reject: (error: unknown) => void };

/** What waits for one key. It grows until a commit is free to take it. */
type Batch<I, R> = { waiting: Waiting<I, R>[]; rows: number; due: boolean; timer: NodeJS.Timeout };

/**
 * Collects items that arrive within a short time under the same key and commits them together. One commit a key at a time: what
 * arrives meanwhile is the next, so the batches grow with the load.
 */
export class GroupCommit<I, R> {
  readonly #options: Options<I, R>;
  readonly #batches = new Map<string, Batch<I, R>>();
  readonly #busy = new Map<string, Promise<void>>();

  constructor(options: Options<I, R>) {
    this.#options = options;
  }

  /** Resolves with the results of the commit that the items were part of; rejects when that failed. */
  add(key: string, items: I[]): Promise<R[]> {
    return new Promise((resolve, reject) => {
      const batch = this.#batches.get(key) ?? this.#open(key);
      batch.waiting.push({ items, resolve, reject });
      batch.rows += items.length;
      if (batch.rows >= this.#options.maxBatchRows) this.#makeDue(batch);
    });
  }

  /** Commits what waits without further delay; resolves when nothing is left. */
  async drain(): Promise<void> {
    while (this.#batches.size > 0 || this.#busy.size > 0) {
      for (const batch of this.#batches.values()) this.#makeDue(batch);
      await Promise.race(this.#busy.values());
    }
  }

  #open(key: string): Batch<I, R> {
    const timer = setTimeout(() => this.#makeDue(batch), this.#options.maxDelayMs);
    const batch: Batch<I, R> = { waiting: [], rows: 0, due: false, timer };
    this.#batches.set(key, batch);
    return batch;
  }

  #makeDue(batch: Batch<I, R>): void {
    clearTimeout(batch.timer);
    batch.due = true;
    this.#start();
  }

  /** Starts the commits that are due, as far as there is room; the key that waits longest comes first. */
  #start(): void {
    for (const [key, batch] of this.#batches) {
      if (this.#busy.size >= this.#options.concurrency) return;
      if (!batch.due || this.#busy.has(key)) continue;
      this.#batches.delete(key);
      const taken = this.#take(key, batch);
      this.#busy.set(key, this.#commit(key, taken));
    }
  }

  /** As many of a batch as one commit may hold; the rest stays and is due at once. */
  #take(key: string, batch: Batch<I, R>): Waiting<I, R>[] {
    let rows = 0;
    let count = 0;
    for (const { items } of batch.waiting) {
      if (count > 0 && rows + items.length > this.#options.maxBatchRows) break;
      rows += items.length;
      count += 1;
    }
    const taken = batch.waiting.splice(0, count);
    if (batch.waiting.length > 0) this.#batches.set(key, { ...batch, rows: batch.rows - rows });
    return taken;
  }

  async #commit(key: string, taken: Waiting<I, R>[]): Promise<void> {
    const items = taken.flatMap((one) => one.items);
    try {
      const results = await this.#options.commit(key, items);
      for (const one of taken) one.resolve(results);
    } catch (error) {
      for (const one of taken) one.reject(error);
    } finally {
      this.#busy.delete(key);
      this.#start();
    }
  }
}
