interface Entry {
  key: Promise<Buffer>;
  expiresAt: number;
}

/**
 * Unwrapped keys, for a while: bounded, least recently used first out, zeroed when evicted. Simultaneous users of a key
 * share one load.
 */
export class KeyCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxKeys: number;
  readonly #ttlMs: number;
  readonly #now: () => number;

  /** @param options.now milliseconds since the epoch */
  constructor(options: { maxKeys: number; ttlMs: number; now: () => number }) {
    this.#maxKeys = options.maxKeys;
    this.#ttlMs = options.ttlMs;
    this.#now = options.now;
  }

  /** Runs `use` with the key, loading it if it is not here. `use` must not keep the buffer. A failed load is not remembered. */
  async with<T>(id: string, load: () => Promise<Buffer>, use: (key: Buffer) => T): Promise<T> {
    const entry = this.#touch(id, load);
    entry.key.catch(() => this.#evict(id, entry));
    return use(await entry.key);
  }

  /** Evicts everything. */
  clear(): void {
    for (const [id, entry] of this.#entries) this.#evict(id, entry);
  }

  #touch(id: string, load: () => Promise<Buffer>): Entry {
    const now = this.#now();
    for (const [otherId, other] of this.#entries) if (other.expiresAt <= now) this.#evict(otherId, other);
    const entry = this.#entries.get(id) ?? { key: load(), expiresAt: now + this.#ttlMs };
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    if (this.#entries.size > this.#maxKeys) {
      const [oldestId, oldest] = this.#entries.entries().next().value!;
      this.#evict(oldestId, oldest);
    }
    return entry;
  }

  #evict(id: string, entry: Entry): void {
    if (this.#entries.get(id) === entry) this.#entries.delete(id);
    // Reactions to a promise run in order, so whoever got this key before its eviction has used it before it is zeroed.
    entry.key.then(
      (key) => key.fill(0),
      () => undefined,
    );
  }
}
