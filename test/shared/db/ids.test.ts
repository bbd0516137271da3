import { expect, it } from 'vitest';
import { newTenant } from '../../harness/index.ts';

it('makes ids of version 7 whose order is that of their making, to the millisecond', async () => {
  const tenant = await newTenant();
  const before = Date.now();
  const rows = await tenant.run((tx) =>
    tx.query<{ id: string; ms: string }>(
      `select platform.uuid_v7()::text as id, (extract(epoch from clock_timestamp()) * 1000)::bigint as ms
       from generate_series(1, 2000), pg_sleep(0)`,
    ),
  );
  const after = Date.now();
  const times = rows.map(({ id }) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(before - 1000);
  expect(times.at(-1)).toBeLessThanOrEqual(after + 1000);
  for (const { id } of rows) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2000);
});
