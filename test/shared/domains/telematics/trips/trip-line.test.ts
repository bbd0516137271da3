import { distanceM, type Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { decodePolyline } from '@wheelhouse/shared/domains/telematics/geo/polyline.ts';
import { simplifyLine } from '@wheelhouse/shared/domains/telematics/trips/simplify-line.ts';
import { tripPolyline } from '@wheelhouse/shared/domains/telematics/trips/trip-polyline.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { now, vehicleWith } from '../support.ts';
import { journey, report, seen } from './driven.ts';
import { place } from './support.ts';

describe('A simplified line', () => {
  const near = fc
    .tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 }))
    .map(([n, e]) => place(n, e));

  it('keeps its ends, leaves out what lies on a straight stretch, and keeps what does not', () => {
    const bend = [place(0), place(500, 3), place(1000), place(1000, 500), place(1000, 1000)];
    expect(simplifyLine(bend, 10)).toEqual([bend[0], bend[2], bend[4]]);
    expect(simplifyLine([place(0), place(1)], 10)).toHaveLength(2);
    expect(simplifyLine([], 10)).toEqual([]);
  });

  it('lies within the tolerance of every place that was left out', () => {
    fc.assert(
      fc.property(fc.array(near, { minLength: 2, maxLength: 30 }), fc.constantFrom(5, 50, 500), (line, toleranceM) => {
        const simple = simplifyLine(line, toleranceM);
        expect([simple[0], simple.at(-1)]).toEqual([line[0], line.at(-1)]);
        for (const one of line) expect(offM(one, simple)).toBeLessThan(toleranceM * 1.02 + 0.5);
      }),
      { numRuns: 100 },
    );
  });

  it('crosses the antimeridian without going around the earth', () => {
    const line = [179.9, 179.95, -180, -179.95, -179.9].map((longitude) => ({ latitude: -17, longitude }));
    expect(simplifyLine(line, 50)).toEqual([line[0], line[4]]);
  });

  /** Metres from a place to the nearest point of a line. */
  function offM(one: Place, line: readonly Place[]): number {
    return Math.min(...line.map((end, i) => toSegmentM(one, line[i - 1] ?? end, end)));
  }

  /** By ternary search: on the way along a segment, a place comes nearer until it goes away. */
  function toSegmentM(one: Place, a: Place, b: Place): number {
    const offAt = (part: number) =>
      distanceM(one, {
        latitude: a.latitude + (b.latitude - a.latitude) * part,
        longitude: a.longitude + (b.longitude - a.longitude) * part,
      });
    let [low, high] = [0, 1];
    for (let i = 0; i < 60; i += 1) {
      const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
      if (offAt(left) < offAt(right)) high = right;
      else low = left;
    }
    return offAt(low);
  }
});

describe('The line of a trip', () => {
  it('is that of its fixes, without those that cannot be true', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-L');
    const echo = seen(3495, 90_000, 50);
    await report(
      tenant,
      'GPS-L',
      [...journey(3600), echo].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)),
    );
    const trip = { vehicleId, startedAt: new Date(now.getTime() - 3_600_000), endedAt: new Date(now.getTime() - 3_400_000) };
    const line = decodePolyline(await tenant.run((tx) => tripPolyline(tx, trip)));
    expect(line).toHaveLength(2);
    expect(distanceM(line[0]!, place(0))).toBeLessThan(2);
    expect(distanceM(line[1]!, place(3000))).toBeLessThan(2);
  });
});
