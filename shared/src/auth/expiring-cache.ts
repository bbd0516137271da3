import type { Clock } from '../clock.ts';

type Options = { clock: Clock; ttlMs: number; maxEntries: number };

/** Remembers what was loaded for a while. Callers that want the same at the same time share one load; failures are not kept. */
export class ExpiringCache<V> {
  readonly #options: Options;
  readonly #entries = new Map<string, { value: Promise<V>; expiresAtMs: number }>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** @param until when a value stops being good, where that can be before its time is up */
  get(key: string, load: () => Promise<V>, until?: (value: V) => Date): Promise<V> {
    const nowMs = this.#options.clock.now().getTime();
    const known = this.#entries.get(key);
    if (known && known.expiresAtMs > nowMs) return known.value;
    const entry = { value: load(), expiresAtMs: nowMs + this.#options.ttlMs };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#options.maxEntries) this.#forgetOldest();
    entry.value.then(
      (value) => {
        if (until) entry.expiresAtMs = Math.min(entry.expiresAtMs, until(value).getTime());
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  #forgetOldest(): void {
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
