import { nearM } from '@wheelhouse/shared/domains/telematics/fold/trips/near.ts';
import { distanceM } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const degrees = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });

it('Metres on a plane are those on the sphere for places close together, anywhere, over the antimeridian too', () => {
  fc.assert(
    fc.property(degrees(90), degrees(180), degrees(0.01), degrees(0.01), (latitude, longitude, north, east) => {
      const a = { latitude, longitude };
      const b = { latitude: Math.max(-90, Math.min(90, latitude + north)), longitude: ((longitude + east + 540) % 360) - 180 };
      expect(Math.abs(nearM(a, b) - distanceM(a, b))).toBeLessThan(0.01);
    }),
  );
});

it('Places far apart are far apart on the plane, too', () => {
  fc.assert(
    fc.property(degrees(90), degrees(180), degrees(90), degrees(180), (latitude, longitude, otherLatitude, otherLongitude) => {
      const [a, b] = [
        { latitude, longitude },
        { latitude: otherLatitude, longitude: otherLongitude },
      ];
      fc.pre(distanceM(a, b) > 20_000);
      expect(nearM(a, b)).toBeGreaterThan(10_000);
    }),
  );
});
