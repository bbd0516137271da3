import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drive, place, reading, stand, tripsOf } from './support.ts';

/** A place within so many metres of the origin: part of the way in a direction. */
const within = (radiusM: number) =>
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }))
    .map(([share, angle]) => place(radiusM * share * Math.cos(angle), radiusM * share * Math.sin(angle)));

describe('A vehicle at rest makes no trip', () => {
  it('while its fixes wander within 95 m, whatever speed they seem to have', () => {
    fc.assert(
      fc.property(
        fc.array(within(95), { minLength: 50, maxLength: 150 }),
        fc.constantFrom(10, 60, 300, 1800),
        fc.boolean(),
        (places, everyS, withSpeed) => {
          const readings = places.map((at, i) => reading(i * everyS, at, withSpeed ? { speedKph: 0 } : {}));
          expect(tripsOf(readings).trips).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('while its fixes wander within their accuracy, however bad that is', () => {
    const readings = Array.from({ length: 200 }, (_, i) => reading(i * 30, place(i % 2 ? 280 : -80), { accuracyM: 200 }));
    expect(tripsOf(readings).trips).toEqual([]);
  });

  it('while it drifts by kilometres at less than 4 km/h: pushed, towed, on a barge', () => {
    const readings = Array.from({ length: 400 }, (_, i) => reading(i * 30, place(i * 25), { speedKph: 3 }));
    expect(tripsOf(readings).trips).toEqual([]);
  });

  it('for a single fix far away while it says that it stands; a second one there is a journey', () => {
    const parked = stand(0, 600, 0);
    const echo = reading(610, place(260), { speedKph: 0 });
    expect(tripsOf([...parked, echo, ...stand(620, 1800, 0)]).trips).toEqual([]);
    const { trips } = tripsOf([
      ...parked,
      reading(2400, place(9000), { speedKph: 0 }),
      reading(4200, place(9000), { speedKph: 0 }),
    ]);
    expect(trips).toHaveLength(1);
    expect(trips[0]).toMatchObject({ durationSeconds: 1800, distanceKm: 9 });
  });
});

describe('Standing on a trip', () => {
  it('adds no distance, however the fixes wander', () => {
    const wander = Array.from({ length: 12 }, (_, i) => reading(510 + i * 10, place(3010 + (i % 3) * 12), { speedKph: 0 }));
    const way = [...stand(0, 300, 0), ...drive(300, 0, 3000), ...wander, ...drive(630, 3015, 6000), ...stand(840, 1200, 6005)];
    const { trips } = tripsOf(way);
    expect(trips).toHaveLength(1);
    expect(trips[0]!.distanceKm).toBeGreaterThan(5.98);
    expect(trips[0]!.distanceKm).toBeLessThan(6.04);
  });
});
