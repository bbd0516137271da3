import { expect } from 'vitest';
import type { Answer, Client } from './api.ts';

/** A change feed once it tells so many events: it waits for every transaction that began before theirs, also those of other tests. */
export async function changesOf(call: Client, path: string, count: number): Promise<Answer['body']> {
  let body: Answer['body'];
  await expect
    .poll(
      async () => {
        body = (await call('GET', path)).body;
        return body.data.length;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(count);
  return body;
}
