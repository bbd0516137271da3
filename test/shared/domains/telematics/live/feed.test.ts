import type { Page } from '@wheelhouse/shared/domains/telematics/live/change.ts';
import { parseSnapshot } from '@wheelhouse/shared/domains/telematics/live/snapshot.ts';
import { createTenantFeed } from '@wheelhouse/shared/domains/telematics/live/tenant-feed.ts';
import { describe, expect, it } from 'vitest';

const never = new AbortController().signal;

/** A feed over a script of pages; it stands still while there is none. */
function feedOf(pollMs = 1) {
  let looks = 0;
  let ends = 0;
  let xid = 100n;
  let script: (number | Error)[] = [];
  const waiting: (() => void)[] = [];
  const feed = createTenantFeed({
    pollMs,
    readSnapshot: async () => parseSnapshot(`${xid}:${xid}:`),
    readPage: async ({ since }): Promise<Page> => {
      looks += 1;
      for (const resolve of waiting.splice(0)) resolve();
      const count = script.shift() ?? 0;
      if (count instanceof Error) throw count;
      const changes = Array.from({ length: count }, (_, index) => ({
        place: { transactionId: xid, kind: 'event' as const, key: String(index) },
        type: 'trip.started',
        subjectType: 'trip',
        vehicleId: null,
        latitude: null,
        longitude: null,
        rowVersion: null,
        json: '{}',
      }));
      if (count > 0) xid += 1n;
      return { changes, until: { ...since, xmin: xid, xmax: xid }, more: false, next: xid };
    },
    onEnd: () => {
      ends += 1;
    },
  });
  return {
    feed,
    tell: (...counts: (number | Error)[]) => {
      script = counts;
    },
    looked: () => new Promise<void>((resolve) => waiting.push(resolve)),
    looks: () => looks,
    ends: () => ends,
  };
}

describe('The feed of an organisation', () => {
  it('looks once for all its readers', async () => {
    const { feed, tell, looks } = feedOf(5);
    const readers = await Promise.all(Array.from({ length: 20 }, () => feed.subscribe()));
    const before = looks();
    tell(3);
    const taken = await Promise.all(readers.map((reader) => reader.take(10_000, never)));
    expect(taken.map((one) => one?.told.length)).toEqual(Array(20).fill(3));
    expect(looks() - before).toBeLessThanOrEqual(2);
    for (const reader of readers) reader.close();
  });

  it('cuts a reader that takes nothing instead of keeping more and more for it', async () => {
    const { feed, tell } = feedOf();
    const [slow, quick] = [await feed.subscribe(), await feed.subscribe()];
    let taken = 0;
    tell(6_000, 6_000);
    while (taken < 12_000) taken += (await quick.take(10_000, never))?.told.length ?? 0;
    expect(await slow.take(10_000, never)).toBeUndefined();
    quick.close();
  });

  it('ends its readers when a look fails, and looks no more', async () => {
    const { feed, tell, ends } = feedOf();
    const reader = await feed.subscribe();
    tell(new Error('the database restarts'));
    expect(await reader.take(10_000, never)).toBeUndefined();
    expect(ends()).toBe(1);
  });

  it('stops looking when its last reader has gone', async () => {
    const { feed, looked, looks, ends } = feedOf(20);
    const [one, other] = [await feed.subscribe(), await feed.subscribe()];
    one.close();
    await looked();
    const before = looks();
    other.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(looks()).toBe(before);
    expect(ends()).toBeGreaterThan(0);
  });
});
