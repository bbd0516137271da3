import { distanceM } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import type { GeometryRow } from '@wheelhouse/shared/domains/telematics/geofences/fenceOf.ts';
import { outlineOf } from '@wheelhouse/shared/domains/telematics/geofences/outline.ts';
import { describe, expect, it } from 'vitest';

const circle = (latitude: number, longitude: number, radiusM: number): GeometryRow => ({
  type: 'circle',
  center_latitude: latitude,
  center_longitude: longitude,
  radius_m: radiusM,
  coordinates: null,
});
const drawn = (type: 'polygon' | 'rectangle', coordinates: unknown): GeometryRow => ({
  ...circle(0, 0, 0),
  center_latitude: null,
  center_longitude: null,
  radius_m: null,
  type,
  coordinates,
});

describe('The outline of a fence', () => {
  it('is as far from the centre of a circle all round', () => {
    const { type, coordinates } = outlineOf(circle(58.41, 15.62, 5_000));
    expect([type, coordinates[0]?.length]).toEqual(['Polygon', 65]);
    for (const [longitude, latitude] of coordinates[0] as number[][]) {
      expect(distanceM({ latitude: 58.41, longitude: 15.62 }, { latitude: latitude!, longitude: longitude! })).toBeCloseTo(
        5_000,
        0,
      );
    }
    expect(coordinates[0]?.[0]).toEqual(coordinates[0]?.at(-1));
  });

  it('is cut at the antimeridian, holes too', () => {
    expect(outlineOf(drawn('rectangle', [177, -19, -178, -16]))).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [177, -16],
            [177, -19],
            [180, -19],
            [180, -16],
            [177, -16],
          ],
        ],
        [
          [
            [-180, -19],
            [-178, -19],
            [-178, -16],
            [-180, -16],
            [-180, -19],
          ],
        ],
      ].map((part) => part.map((ring) => expect.toSatisfy((other: number[][]) => isSameRing(other, ring)))),
    });
    const ring = [
      [170, 0],
      [-170, 0],
      [-170, 9],
      [170, 9],
      [170, 0],
    ];
    const hole = [
      [178, 2],
      [-172, 2],
      [-172, 4],
      [178, 4],
      [178, 2],
    ];
    const cut = outlineOf(drawn('polygon', [ring, hole]));
    expect(cut.coordinates.map((part) => part.length)).toEqual([2, 2]);
    expect(cut.coordinates.flat(3).every((value) => Math.abs(value as number) <= 180)).toBe(true);
  });

  it('of a circle around a pole reaches up to it, all the way round', () => {
    const { type, coordinates } = outlineOf(circle(-89.5, 20, 200_000));
    const ring = coordinates[0] as number[][];
    expect(type).toBe('Polygon');
    expect(ring.filter(([, latitude]) => latitude === -90)).toEqual([
      [180, -90],
      [-180, -90],
    ]);
    expect(Math.max(...ring.map(([, latitude]) => latitude!))).toBeCloseTo(-89.5 + 1.7986, 2);
    expect(ring.map(([longitude]) => longitude!)).toContain(-180);
  });

  it('is what was drawn where nothing is to be cut', () => {
    const rings = [
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ],
    ];
    expect(outlineOf(drawn('polygon', rings))).toEqual({ type: 'Polygon', coordinates: rings });
  });
});

/** Whether two closed rings have the same positions in the same order, wherever they begin. */
function isSameRing(a: number[][], b: number[][]): boolean {
  const [first, second] = [a.slice(1), b.slice(1)].map((ring) => ring.map(String));
  return first?.length === second?.length && [...(first ?? []), ...(first ?? [])].join(' ').includes((second ?? []).join(' '));
}
