import { DueQueue } from '@wheelhouse/emulator/devices/delivery/due-queue.ts';
import { distanceM, turnDeg } from '@wheelhouse/emulator/devices/geometry.ts';
import { loadRoute, roadRoute, routeIds } from '@wheelhouse/emulator/devices/index.ts';
import { calmBrakingMps2, calmLateralMps2, legAt, placeOnLeg, reversed } from '@wheelhouse/emulator/devices/road-route.ts';
import { withRoundCorners } from '@wheelhouse/emulator/devices/road-smoothing.ts';
import { rounded } from '@wheelhouse/emulator/devices/rounded.ts';
import { begins, derivedSeed, seededRandom } from '@wheelhouse/emulator/devices/seeded-random.ts';
import { isoFormatter } from '@wheelhouse/emulator/devices/vehicle/device-clock.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

test('timestamps are written as Date does', () => {
  const toIso = isoFormatter();
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }),
      fc.nat(120_000),
      (date, laterMs) => {
        for (const timeMs of [date.getTime(), date.getTime() + laterMs])
          expect(toIso(timeMs)).toBe(new Date(timeMs).toISOString());
      },
    ),
  );
});

test('numbers are rounded as toFixed does, but for halves', () => {
  fc.assert(
    fc.property(fc.double({ min: -1_000, max: 1_000, noNaN: true }), fc.constantFrom(0, 1, 2, 3, 6), (value, decimals) => {
      expect(Math.abs(rounded(value, decimals) - Number(value.toFixed(decimals)))).toBeLessThanOrEqual(1.01 * 10 ** -decimals);
      expect(Math.abs(rounded(value, decimals) - value)).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals);
    }),
  );
});

test('a queue gives what is due in the order of time, then of arrival', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.nat(20), (times, untilMs) => {
      const queue = new DueQueue<{ atMs: number; n: number }>();
      const items = times.map((atMs, n) => ({ atMs, n }));
      for (const item of items) queue.put(item);
      const taken: typeof items = [];
      for (const until of [untilMs, 20]) for (let next = queue.take(until); next; next = queue.take(until)) taken.push(next);
      expect(taken).toEqual(items.toSorted((a, b) => a.atMs - b.atMs || a.n - b.n));
    }),
  );
});

test('every use of a seed has numbers of its own', () => {
  const seeds = Array.from({ length: 1_000 }, (_, n) => derivedSeed(1, `sim-${n} drive`));
  expect(new Set(seeds).size).toBe(1_000);
  const first = seeds.map((seed) => seededRandom(seed)());
  expect(first.reduce((sum, value) => sum + value, 0) / 1_000).toBeCloseTo(0.5, 1);
});

test('what happens n times an hour happens about n times in an hour, and never for 0', () => {
  const random = seededRandom(5);
  const times = (perHour: number) =>
    Array.from({ length: 360_000 }, () => begins(random, perHour, 1)).filter(Boolean).length / 100;
  expect(times(0)).toBe(0);
  expect(times(20)).toBeGreaterThan(17);
  expect(times(20)).toBeLessThan(23);
});

test('a corner becomes a curve that leaves and meets the straights along their direction', () => {
  const corner = [
    { latitude: 58.4, longitude: 15.6 },
    { latitude: 58.402, longitude: 15.6 },
    { latitude: 58.402, longitude: 15.604 },
  ];
  const smooth = withRoundCorners(corner);
  expect(smooth.length).toBeGreaterThan(10);
  expect([smooth[0], smooth.at(-1)]).toEqual([corner[0], corner[2]]);
  expect(Math.min(...smooth.map((point) => distanceM(point, corner[1]!)))).toBeLessThan(15);
  const { headingsDeg } = roadRoute(smooth);
  const turns = [...headingsDeg].slice(1).map((heading, i) => turnDeg(headingsDeg[i]!, heading));
  expect(Math.max(...turns)).toBeLessThan(12);
  expect(turns.reduce((sum, turn) => sum + turn, 0)).toBeCloseTo(90, 0);
});

describe.each(routeIds())('the road %s', (id) => {
  const route = loadRoute(id);

  test('is as long backwards, and backwards twice is the same road', () => {
    expect(reversed(route).lengthM).toBeCloseTo(route.lengthM, 3);
    expect(reversed(reversed(route))).toBe(route);
  });

  test('can be driven calmly at the speeds that it states', () => {
    for (let i = 1; i < route.points.length; i++) {
      const [before, after] = [route.calmSpeedsMps[i - 1]!, route.calmSpeedsMps[i]!];
      const legM = route.distancesM[i]! - route.distancesM[i - 1]!;
      expect(before ** 2 - after ** 2).toBeLessThanOrEqual(2 * calmBrakingMps2 * legM + 1e-6);
      if (after > 1.5) expect(after ** 2 * route.curvatures[i]!).toBeLessThanOrEqual(calmLateralMps2 + 1e-6);
      expect(route.harshSpeedsMps[i]).toBeGreaterThanOrEqual(after);
    }
  });

  test('is found anywhere along its length', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const alongM = share * route.lengthM;
        const leg = legAt(route, alongM);
        expect(route.distancesM[leg - 1]!).toBeLessThanOrEqual(alongM);
        expect(route.distancesM[leg]!).toBeGreaterThanOrEqual(alongM);
        const place = placeOnLeg(route, leg, alongM);
        expect(distanceM(route.points[leg - 1]!, place)).toBeCloseTo(alongM - route.distancesM[leg - 1]!, 1);
      }),
    );
  });
});
