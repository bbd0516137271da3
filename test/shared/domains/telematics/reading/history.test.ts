import { simplify } from '@wheelhouse/shared/domains/telematics/reading/simplify.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, drive, readerOf, reject } from './support.ts';

type Position = { id: string; recordedAt: string; latitude: number; longitude: number };

const path = (vehicleId: string, more: string) =>
  `/v1/vehicle-locations:history?vehicleId=${vehicleId}&from=${at(0)}&to=${at(7_200)}&${more}`;

describe('The history of a vehicle with at most so many positions', () => {
  it('keeps the corners of the way, its first and its last position', async () => {
    const { tenant, vehicleId, call } = await readerOf();
    // East for an hour, then north for an hour; one position a second would be many, one in ten is driven.
    const way = Array.from({ length: 720 }, (_, index) => ({
      at: index * 10,
      latitude: 6 + Math.max(0, index - 360) / 10_000,
      longitude: 3 + Math.min(360, index) / 10_000,
    }));
    await drive(tenant, vehicleId, way);
    const { body } = await call('GET', path(vehicleId, 'maxPoints=3'));
    expect(body.page.nextCursor).toBeNull();
    const [first, corner, last] = body.data as Position[];
    expect(body.data).toHaveLength(3);
    expect([first?.recordedAt, last?.recordedAt]).toEqual([at(0), at(7_190)]);
    expect(corner?.longitude).toBeCloseTo(3.036, 2);
    expect(corner?.latitude).toBeCloseTo(6, 2);
    expect((await call('GET', path(vehicleId, 'maxPoints=10000'))).body.data).toHaveLength(720);
    expect((await call('GET', path(vehicleId.toUpperCase(), 'maxPoints=2'))).body.data[0].vehicleId).toBe(vehicleId);
  });

  it('goes with no other down-sampling and no page', async () => {
    const { vehicleId, call } = await readerOf();
    const answer = await call('GET', path(vehicleId, 'maxPoints=5&everySeconds=10'));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'maxPoints' }] } });
    expect((await call('GET', path(vehicleId, 'maxPoints=1'))).status).toBe(422);
  });
});

describe.each(['pooled', 'dedicated'] as const)('The history of a vehicle of a %s tenant', (placement) => {
  it('leaves out fixes that cannot be true, however it is asked for, unless they are wanted', async () => {
    const { tenant, vehicleId, call } = await readerOf(placement);
    const ids = await drive(
      tenant,
      vehicleId,
      [0, 10, 20, 30].map((seconds) => ({ at: seconds, latitude: seconds === 20 ? 60 : 6 + seconds / 1e4, longitude: 3 })),
    );
    await reject(tenant, vehicleId, ids[2] as string);
    const idsOf = async (more: string) =>
      ((await call('GET', path(vehicleId, more))).body.data as Position[]).map(({ id }) => id);
    const plausible = ids.filter((_, index) => index !== 2);
    for (const how of ['limit=100', 'everySeconds=10', 'maxPoints=100']) {
      expect(await idsOf(how), how).toEqual(plausible);
      expect(await idsOf(`${how}&includeImplausible=true`), how).toEqual(ids);
    }
    // A rejected fix of one interval gives way to the next of the same.
    expect(await idsOf('everySeconds=20')).toEqual([ids[0], ids[3]]);
  });
});

describe('A simplified line', () => {
  const places = fc.array(
    fc.record({
      latitude: fc.double({ min: -80, max: 80, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
    { minLength: 2, maxLength: 60 },
  );

  it('is a part of the line in its order, with its ends, and no longer than asked', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 2, max: 60 }), (line, count) => {
        const short = simplify(line, count);
        expect(short).toHaveLength(Math.min(count, line.length));
        expect([short[0], short.at(-1)]).toEqual([line[0], line.at(-1)]);
        const indexes = short.map((place) => line.indexOf(place));
        expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
      }),
    );
  });

  it('loses what lies on a straight line first, also across the antimeridian', () => {
    const line = [179.8, 179.9, -180, -179.9, -179.8].map((longitude) => ({ latitude: 0, longitude }));
    const corner = { latitude: 0.5, longitude: -179.7 };
    const end = { latitude: 0, longitude: -179.6 };
    expect(simplify([...line, corner, end], 4)).toEqual([line[0], line[4], corner, end]);
  });
});
