import { decodeCursor, encodeCursor } from '@wheelhouse/shared/domains/telematics/live/index.ts';
import {
  decodeSnapshot,
  encodeSnapshot,
  parseSnapshot,
  snapshotSql,
} from '@wheelhouse/shared/domains/telematics/live/snapshot.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../harness/index.ts';

const snapshots = fc
  .record({
    xmin: fc.bigInt({ min: 1n, max: 2n ** 60n }),
    steps: fc.uniqueArray(fc.bigInt({ min: 0n, max: 100_000n }), { maxLength: 20 }),
    beyond: fc.bigInt({ min: 1n, max: 1000n }),
  })
  .map(({ xmin, steps, beyond }) => {
    const underWay = steps.sort((a, b) => Number(a - b)).map((step) => xmin + step);
    return { xmin, xmax: (underWay.at(-1) ?? xmin) + beyond, underWay };
  })
  // No transaction has zeros alone in its lower 32 bits.
  .filter(({ xmin, xmax }) => [xmin, xmax].every((xid) => (xid & 0xffff_ffffn) !== 0n));

const places = fc.record({
  transactionId: fc.bigInt({ min: 0n, max: 2n ** 60n }),
  kind: fc.constant('state' as const),
  key: fc.uuid().map((id) => id.toLowerCase()),
});

describe('A cursor of the live stream', () => {
  it('is read as it was written, whatever it says', () => {
    fc.assert(
      fc.property(snapshots, fc.option(fc.record({ until: snapshots, after: places }), { nil: undefined }), (since, on) => {
        const cursor = { since, ...(on ? { on } : {}) };
        const text = encodeCursor(cursor);
        expect(text).toMatch(/^[\w.-]+$/);
        expect(decodeCursor(text)).toEqual(cursor);
      }),
    );
  });

  it('names only snapshots that PostgreSQL takes, however it was tampered with', async () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789az.-'), maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(digits, snapshots.map(encodeSnapshot)), async (text) => {
        const snapshot = decodeSnapshot(text);
        if (!snapshot) return;
        const { rows } = await testDatabase().pool.query('select $1::pg_snapshot::text as text', [snapshotSql(snapshot)]);
        expect(parseSnapshot(rows[0].text)).toEqual(snapshot);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    '',
    'x',
    '1.2.3.4',
    '1.1_',
    '1.1_1.1_',
    '1.1_1.1_5Q1',
    '1.1_1.1_5Snothing',
    '1.1_1.1_5E1_1',
    'zzzzzzzzzzzzz.1',
    '0.5',
    '5.3.9',
  ])('is not "%s"', (text) => expect(decodeCursor(text)).toBeUndefined());
});
