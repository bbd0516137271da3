import { decodePolyline } from '@wheelhouse/shared/domains/telematics/geo/polyline.ts';
import { estimateLeg } from '@wheelhouse/shared/domains/telematics/routes/estimateMatrix.ts';
import { fuelModel } from '@wheelhouse/shared/domains/telematics/routes/fuelModel.ts';
import { emptyMatrix } from '@wheelhouse/shared/domains/telematics/routes/matrix.ts';
import { type Planning, planRoutes } from '@wheelhouse/shared/domains/telematics/routes/planRoutes.ts';
import { routeStops, type StopInput } from '@wheelhouse/shared/domains/telematics/routes/stops.ts';
import { describe, expect, it } from 'vitest';

const departAt = new Date('2026-06-15T08:00:00Z');
const chicago = { latitude: 41.88, longitude: -87.63 };
const stop = (id: string, east: number, values: Partial<StopInput> = {}): StopInput => ({
  id,
  latitude: 41.88,
  longitude: -87.63 + east,
  serviceDurationMinutes: 10,
  ...values,
});
const van = { maxWeightKg: 1_000, maxVolumeM3: 10, fuel: {} };
const plan = (values: Partial<Planning<StopInput>>) =>
  planRoutes({ stops: [], vehicles: [van], start: chicago, end: chicago, departAt, criterion: 'fastest', ...values });

describe('Planning', () => {
  it('says when each stop is reached, the waiting for its window included', async () => {
    const stops = [
      stop('late', 0.1, { timeWindow: { from: '2026-06-15T10:00:00Z' } }),
      stop('early', 0.2, { timeWindow: { to: '2026-06-15T09:00:00Z' } }),
    ];
    const { tours, unservable } = await plan({ stops });
    expect(unservable).toEqual([]);
    const [tour] = tours;
    expect(tour?.stops.map(({ id, order }) => [id, order])).toEqual([
      ['early', 1],
      ['late', 2],
    ]);
    expect(tour?.stops[1]?.plannedDepartureAt).toBe('2026-06-15T10:10:00.000Z');
    expect(tour!.drivingMinutes + tour!.waitingMinutes + tour!.serviceMinutes).toBeCloseTo(tour!.estimatedDurationMinutes, -1);
    expect(decodePolyline(tour!.polyline)).toHaveLength(4);
  });

  it('answers stops that nobody can serve with the reason', async () => {
    const { tours, unservable } = await plan({
      stops: [
        stop('heavy', 0.1, { demand: { weightKg: 5_000, volumeM3: 0 } }),
        stop('over', 0.1, { timeWindow: { to: '2026-06-15T08:01:00Z' } }),
        stop('far', 3),
        stop('fine', 0.05),
        stop('full', 0.05, { demand: { weightKg: 600, volumeM3: 0 } }),
        stop('fuller', 0.06, { demand: { weightKg: 600, volumeM3: 0 } }),
      ],
      returnBy: new Date('2026-06-15T12:00:00Z'),
    });
    expect(Object.fromEntries(unservable.map(({ stop: { id }, reason }) => [id, reason]))).toEqual({
      heavy: 'exceeds_capacity',
      over: 'window_unreachable',
      far: 'returns_too_late',
      fuller: 'no_vehicle_left',
    });
    expect(tours[0]?.stops.map(({ id }) => id).sort()).toEqual(['fine', 'full']);
  });

  it('ends at the last stop where no end is given', async () => {
    const stops = [stop('a', 0.1), stop('b', 0.2), stop('c', 0.3)];
    const open = (await plan({ stops, end: null })).tours[0]!;
    const closed = (await plan({ stops })).tours[0]!;
    expect(open.stops.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(open.endAt).toBe(open.stops[2]?.plannedDepartureAt);
    expect(closed.totalDistanceKm).toBeCloseTo(2 * open.totalDistanceKm, 0);
  });

  it('takes the distances of another source', async () => {
    const matrixOf = async (places: readonly unknown[]) => {
      const matrix = emptyMatrix(places.length);
      matrix.seconds.fill(60);
      matrix.metres.fill(1_000);
      return matrix;
    };
    const { tours } = await plan({ stops: [stop('a', 1), stop('b', 2)], matrixOf });
    expect(tours[0]).toMatchObject({ totalDistanceKm: 3, drivingMinutes: 3, estimatedDurationMinutes: 23 });
  });

  it('needs less on more vehicles only if one cannot do it', async () => {
    const stops = ['a', 'b', 'c', 'd'].map((id, index) =>
      stop(id, 0.02 * index + 0.01, { demand: { weightKg: 400, volumeM3: 0 } }),
    );
    const { tours, unservable } = await plan({ stops, vehicles: [van, van, van], criterion: 'shortest' });
    expect(unservable).toEqual([]);
    expect(tours).toHaveLength(2);
  });
});

describe('Fuel', () => {
  const perKm = (model: ReturnType<typeof fuelModel>, speedKph: number) => model.litres(100_000, speedKph);

  it('is the average of the type at 50 km/h, or what was measured', () => {
    expect(perKm(fuelModel({ vehicleType: 'car' }), 50)).toBeCloseTo(9.72, 2);
    expect(perKm(fuelModel({ vehicleType: 'truck', fuelType: 'diesel' }), 50)).toBeCloseTo(32.02, 2);
    expect(perKm(fuelModel({ vehicleType: 'truck', litresPer100Km: 25 }), 50)).toBeCloseTo(25, 9);
  });

  it('costs more when crawling, when racing and under load', () => {
    const truck = fuelModel({ vehicleType: 'truck', fuelType: 'diesel' });
    expect(perKm(truck, 15)).toBeGreaterThan(perKm(truck, 50));
    expect(perKm(truck, 110)).toBeGreaterThan(perKm(truck, 60));
    expect(truck.litresPerKg(100_000) * 1_000).toBeGreaterThan(0.5);
    expect(truck.litresPerKg(100_000) * 1_000).toBeLessThan(3);
    expect(perKm(fuelModel({ vehicleType: 'van', fuelType: 'electric' }), 15)).toBeLessThan(
      perKm(fuelModel({ vehicleType: 'van', fuelType: 'electric' }), 50),
    );
  });

  it('and time and distance of a way grow with its length', () => {
    const model = fuelModel({});
    const leg = (east: number) => estimateLeg(chicago, { ...chicago, longitude: chicago.longitude + east }, model);
    const [short, long] = [leg(0.02), leg(0.6)];
    expect(short.metres).toBeCloseTo(2_318, -1);
    expect(long.seconds / long.metres).toBeLessThan(short.seconds / short.metres);
    expect(long.litres).toBeGreaterThan(short.litres);
  });
});

describe('The stops of a route', () => {
  const place = { latitude: 1, longitude: 2 };

  it('are put in their order, numbered and named', () => {
    const stops = routeStops.parse([{ ...place, order: 20 }, { ...place, order: 10, id: 'stop-1' }, place]);
    expect(stops.map(({ id, order }) => [id, order])).toEqual([
      ['stop-2', 1],
      ['stop-1', 2],
      ['stop-3', 3],
    ]);
  });

  it.each([
    [{ ...place, latitude: 91 }],
    [{ ...place, colour: 'red' }],
    [{ ...place, timeWindow: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' } }],
    [
      { ...place, id: 'a' },
      { ...place, id: 'a' },
    ],
    [
      { ...place, order: 3 },
      { ...place, order: 3 },
    ],
  ])('are refused: %j', (...stops) => {
    expect(routeStops.safeParse(stops).success).toBe(false);
  });

  it('are two hundred at most', () => {
    expect(routeStops.safeParse(Array.from({ length: 200 }, () => place)).success).toBe(true);
    expect(routeStops.safeParse(Array.from({ length: 201 }, () => place)).success).toBe(false);
  });
});
