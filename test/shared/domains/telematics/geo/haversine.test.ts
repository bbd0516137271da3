import { distanceM, earthRadiusM } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('The distance along a great circle', () => {
  it('of one degree of latitude is a 360th of the circumference, anywhere', () => {
    const degreeM = (Math.PI * earthRadiusM) / 180;
    expect(distanceM({ latitude: 0, longitude: 0 }, { latitude: 1, longitude: 0 })).toBeCloseTo(degreeM, 3);
    expect(distanceM({ latitude: 89, longitude: 10 }, { latitude: 90, longitude: -70 })).toBeCloseTo(degreeM, 3);
  });

  it('from London to New York is 5,570 km', () => {
    const km = distanceM({ latitude: 51.5074, longitude: -0.1278 }, { latitude: 40.7128, longitude: -74.006 }) / 1000;
    expect(km).toBeCloseTo(5570, -1);
  });

  it('crosses the antimeridian the short way', () => {
    const across = distanceM({ latitude: -17, longitude: 179.9 }, { latitude: -17, longitude: -179.9 });
    const elsewhere = distanceM({ latitude: -17, longitude: 10 }, { latitude: -17, longitude: 10.2 });
    expect(across).toBeCloseTo(elsewhere, 3);
  });

  it('resolves a millimetre', () => {
    const metresPerDegree = (Math.PI * earthRadiusM) / 180;
    const near = distanceM({ latitude: 48, longitude: 11 }, { latitude: 48 + 0.001 / metresPerDegree, longitude: 11 });
    expect(near).toBeCloseTo(0.001, 6);
  });

  it('is a metric of at most half the circumference', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        expect(distanceM(a, a)).toBe(0);
        expect(distanceM(a, b)).toBeCloseTo(distanceM(b, a), 3);
        expect(distanceM(a, b)).toBeLessThanOrEqual(Math.PI * earthRadiusM);
        expect(distanceM(a, c)).toBeLessThanOrEqual(distanceM(a, b) + distanceM(b, c) + 0.5);
      }),
    );
  });
});
