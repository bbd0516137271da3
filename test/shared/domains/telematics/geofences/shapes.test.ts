import { circle } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/circle.ts';
import { type Position, polygon, rectangle } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/polygon.ts';
import { boxesOf, placeAlong, type Shape, wrapped } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/shape.ts';
import { distanceM, type Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depot, offset, sampledCrossings } from './support.ts';

const at = (latitude: number, longitude: number): Place => ({ latitude, longitude });

/** A star around a centre: neither convex nor twisted, its corners at growing angles. */
function star(centre: Place, radiiM: readonly number[]): Position[] {
  const corners = radiiM.map((radiusM, index): Position => {
    const angle = (index / radiiM.length) * 2 * Math.PI;
    const { latitude, longitude } = offset(centre, radiusM * Math.sin(angle), radiusM * Math.cos(angle));
    return [longitude, latitude];
  });
  return [...corners, corners[0] as Position];
}

const radii = fc.array(fc.integer({ min: 50, max: 2_000 }), { minLength: 5, maxLength: 12 });
const metres = fc.integer({ min: -3_000, max: 3_000 });
const places = fc.record({ north: metres, east: metres });
const centres = fc.constantFrom(
  at(0, 0),
  at(58.41, 15.62),
  at(-17.7, 179.999),
  at(-17.7, -179.995),
  at(78.2, 180),
  at(-33.9, 18.4),
);

const shapes: [string, fc.Arbitrary<(centre: Place) => Shape>][] = [
  ['circle', fc.integer({ min: 30, max: 2_500 }).map((radius) => (centre) => circle(centre, radius))],
  [
    'rectangle',
    fc.tuple(fc.integer({ min: 30, max: 2_000 }), fc.integer({ min: 30, max: 2_000 })).map(([north, east]) => (centre) => {
      const corners = [offset(centre, -north, -east), offset(centre, north, east)] as const;
      return rectangle(corners[0].longitude, corners[0].latitude, corners[1].longitude, corners[1].latitude);
    }),
  ],
  [
    'polygon with a hole',
    radii.map((list) => (centre) => {
      const hole = star(centre, [15, 12, 18, 14]);
      return polygon([star(centre, list), list.length % 2 ? hole : hole.toReversed()]);
    }),
  ],
];

describe.each(shapes)('A %s', (_, made) => {
  it('is crossed where a walk along the way sees its border', () => {
    fc.assert(
      fc.property(made, centres, places, places, (make, centre, from, to) => {
        const shape = make(centre);
        const [start, end] = [offset(centre, from.north, from.east), offset(centre, to.north, to.east)];
        fc.pre(shape.distanceToBorderM(start) > 0.01 && shape.distanceToBorderM(end) > 0.01);
        const found = shape.crossings(start, end);
        const seen = sampledCrossings(shape, start, end, 4_000);
        for (const part of seen) expect(found.some((other) => Math.abs(other - part) < 1 / 4_000)).toBe(true);
        // What the walk steps over is narrower than a step: it comes in pairs.
        const stepped = found.filter((part) => !seen.some((other) => Math.abs(other - part) < 1 / 4_000));
        for (const part of stepped) {
          const narrow = found.some((other) => other !== part && Math.abs(other - part) < 2 / 4_000);
          expect(narrow || part < 1 / 4_000 || part > 1 - 1 / 4_000).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same wherever on its parallel it lies, across the antimeridian too', () => {
    fc.assert(
      fc.property(made, places, places, fc.double({ min: -180, max: 179, noNaN: true }), (make, from, to, longitude) => {
        const [here, there] = [at(10, 0), at(10, longitude)];
        const [a, b] = [make(here), make(there)];
        const [startA, startB] = [offset(here, from.north, from.east), offset(there, from.north, from.east)];
        const [endA, endB] = [offset(here, to.north, to.east), offset(there, to.north, to.east)];
        fc.pre(a.distanceToBorderM(startA) > 0.01 && a.distanceToBorderM(endA) > 0.01);
        expect(b.contains(startB)).toBe(a.contains(startA));
        expect(b.distanceToBorderM(startB)).toBeCloseTo(a.distanceToBorderM(startA), 3);
        expect(b.depthM).toBeCloseTo(a.depthM, 4);
        const [crossingsA, crossingsB] = [a.crossings(startA, endA), b.crossings(startB, endB)];
        if (crossingsA.length === crossingsB.length) {
          // Where a way grazes the border, a hair's breadth makes a metre.
          const lengthM = distanceM(startA, endA);
          for (const [index, part] of crossingsA.entries())
            expect(Math.abs((crossingsB[index] as number) - part) * lengthM).toBeLessThan(1);
        } else expect(Math.abs(crossingsA.length - crossingsB.length) % 2).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('lies within its boxes, which never cross the antimeridian', () => {
    fc.assert(
      fc.property(made, centres, places, (make, centre, where) => {
        const shape = make(centre);
        const place = offset(centre, where.north, where.east);
        for (const [west, south, east, north] of shape.boxes) {
          expect([west >= -180, east <= 180, west <= east, south <= north]).toEqual([true, true, true, true]);
        }
        const boxed = shape.boxes.some(
          ([west, south, east, north]) =>
            place.longitude >= west && place.longitude <= east && place.latitude >= south && place.latitude <= north,
        );
        expect(boxed || !shape.contains(place)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has a border as far away as the nearest place on the other side', () => {
    fc.assert(
      fc.property(made, centres, places, fc.integer({ min: 0, max: 359 }), (make, centre, where, angle) => {
        const shape = make(centre);
        const place = offset(centre, where.north, where.east);
        const distance = shape.distanceToBorderM(place);
        fc.pre(distance > 0.01);
        const direction = (angle * Math.PI) / 180;
        const nearby = offset(place, Math.sin(direction) * distance * 0.99, Math.cos(direction) * distance * 0.99);
        expect(shape.contains(nearby)).toBe(shape.contains(place));
      }),
      { numRuns: 300 },
    );
  });
});

describe('A circle', () => {
  it('may hold a pole', () => {
    const station = circle(at(-89.9, 20), 50_000);
    expect(station.boxes).toEqual([[-180, expect.any(Number), 180, expect.any(Number)]]);
    expect(station.contains(at(-89.9, -160))).toBe(true);
    expect(station.contains(at(-89.3, -160))).toBe(false);
    const [crossed] = station.crossings(at(-89, -160), at(-89.9, -160));
    expect(distanceM(at(-89.9, 20), placeAlong(at(-89, -160), at(-89.9, -160), crossed as number))).toBeCloseTo(50_000, 0);
  });

  it('is of places at most its radius away', () => {
    expect(circle(depot, 100).contains(offset(depot, 99.9, 0))).toBe(true);
    expect(circle(depot, 100).contains(offset(depot, 0, 100.1))).toBe(false);
    expect(circle(depot, 100).distanceToBorderM(offset(depot, 0, 130))).toBeCloseTo(30, 2);
  });
});

describe('A polygon', () => {
  const ring: Position[] = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [0, 0],
  ];
  const hole: Position[] = [
    [1, 1],
    [1, 3],
    [3, 3],
    [3, 1],
    [1, 1],
  ];

  it('does not hold what is in its holes, whichever way its rings turn', () => {
    for (const outer of [ring, ring.toReversed()]) {
      for (const inner of [hole, hole.toReversed()]) {
        const shape = polygon([outer, inner]);
        expect([at(0.5, 0.5), at(2, 2), at(3.5, 2)].map(shape.contains)).toEqual([true, false, true]);
        expect(shape.crossings(at(2, -1), at(2, 5)).map((part) => part * 6 - 1)).toEqual(
          [0, 1, 3, 4].map((x) => expect.closeTo(x, 9)),
        );
      }
    }
  });

  it('may reach the pole and lie at high latitudes', () => {
    const cap = polygon([
      [
        [170, 80],
        [-170, 80],
        [-170, 90],
        [170, 90],
        [170, 80],
      ],
    ]);
    expect([at(85, 180), at(85, -175), at(85, 160), at(79, 180)].map(cap.contains)).toEqual([true, true, false, false]);
  });

  it('is crossed once at a corner', () => {
    const diamond = polygon([
      [
        [0, -1],
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ],
    ]);
    expect(diamond.crossings(at(0, -2), at(0, 0))).toHaveLength(1);
    expect(diamond.crossings(at(0, -2), at(0, 2))).toHaveLength(2);
  });
});

describe('A rectangle', () => {
  it('crosses the antimeridian where its west is greater than its east', () => {
    const fiji = rectangle(177, -19, -178, -16);
    expect([at(-17, 178), at(-17, -179), at(-17, 180), at(-17, 176), at(-17, 0)].map(fiji.contains)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(fiji.boxes).toEqual([
      [177, -19, 180, -16],
      [-180, -19, -178, -16],
    ]);
  });

  it('may be wider than half of the world', () => {
    const belt = rectangle(-170, -10, 170, 10);
    expect([at(0, 0), at(0, 169), at(0, -169), at(0, 175), at(0, 180)].map(belt.contains)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(belt.crossings(at(0, 179), at(0, -169.5)).map((part) => wrapped(179 + part * 11.5))).toEqual([
      expect.closeTo(-170, 9),
    ]);
  });
});

it('A box that touches the antimeridian is found from both sides of it', () => {
  expect(boxesOf(179, 0, 180, 1)).toEqual([
    [179, 0, 180, 1],
    [-180, 0, -180, 1],
  ]);
  expect(boxesOf(180, 0, 181, 1)).toEqual([
    [-180, 0, -179, 1],
    [180, 0, 180, 1],
  ]);
});
