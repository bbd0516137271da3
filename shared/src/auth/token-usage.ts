import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { ApiTokenClaim } from './api-token.ts';
import { noteApiTokenUse } from './api-tokens.ts';

const intervalMs = 60_000;
const maxTokens = 10_000;

type Usage = { claim: ApiTokenClaim; uses: number; lastUsedAt: Date; notedAtMs: number };

/**
 * Counts the uses of API tokens and writes them at most once a minute a token, beside the requests. Uses that cannot be written
 * (the tenant is being moved, say) are kept for the next time.
 */
export class TokenUsage {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #usages = new Map<string, Usage>();
  readonly #writing = new Set<Promise<void>>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  count(claim: ApiTokenClaim): void {
    const now = this.#clock.now();
    const usage = this.#usages.get(claim.tokenId) ?? { claim, uses: 0, lastUsedAt: now, notedAtMs: Number.NEGATIVE_INFINITY };
    this.#usages.delete(claim.tokenId);
    this.#usages.set(claim.tokenId, usage);
    usage.uses += 1;
    usage.lastUsedAt = now;
    if (now.getTime() - usage.notedAtMs >= intervalMs) this.#write(usage);
    if (this.#usages.size > maxTokens) this.#dropOldest();
  }

  /** Writes what was counted and waits for it; for the end of an instance. */
  async flush(): Promise<void> {
    for (const usage of this.#usages.values()) this.#write(usage);
    await Promise.all(this.#writing);
  }

  #write(usage: Usage): void {
    const uses = usage.uses;
    if (uses === 0) return;
    usage.uses = 0;
    usage.notedAtMs = this.#clock.now().getTime();
    const writing = noteApiTokenUse(this.#database, usage.claim, uses, usage.lastUsedAt)
      .catch(() => {
        usage.uses += uses;
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  #dropOldest(): void {
    const [oldest] = this.#usages.values();
    if (!oldest) return;
    this.#usages.delete(oldest.claim.tokenId);
    this.#write(oldest);
  }
}
