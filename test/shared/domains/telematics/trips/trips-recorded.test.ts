import { readFileSync } from 'node:fs';
import { fold, initialState } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { distanceM } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { describe, expect, it } from 'vitest';
import { collector, environmentOf, reading, seconds, tripsOf, vehicleId } from './support.ts';

type Trace = { points: [recordedAt: string, latitude: number, longitude: number][] };

/** A car from Linköping to Mjölby, as a receiver recorded it: places every few seconds, no speeds. */
const { points } = JSON.parse(
  readFileSync(new URL('../../../../../emulator/fixtures/traces/linkoping-mjolby-car.json', import.meta.url), 'utf8'),
) as Trace;
const start = Date.parse(points[0]![0]);
const readings = points.map(([recordedAt, latitude, longitude]) =>
  reading((Date.parse(recordedAt) - start) / 1000, { latitude, longitude }),
);

/** The sum of all steps between two moments. */
function wayKm(fromMs: number, toMs: number): number {
  const steps = readings.map((one, i) =>
    one.atMs > fromMs && one.atMs <= toMs ? distanceM(readings[i - 1]!.fix!, one.fix!) : 0,
  );
  return steps.reduce((sum, step) => sum + step, 0) / 1000;
}

describe('A recorded car trip', () => {
  const { trips } = tripsOf(readings, { untilS: 86_400 });

  it('is one trip, as long as its way, up to where the car was parked and the driver walked on', () => {
    expect(trips).toHaveLength(1);
    const [trip] = trips;
    const shareOfWay = trip!.distanceKm! / wayKm(trip!.startedAtMs, trip!.endedAtMs!);
    expect(shareOfWay).toBeGreaterThan(0.99);
    expect(shareOfWay).toBeLessThanOrEqual(1);
    // From then on the receiver is carried about Mjölby at 4 to 7 km/h, and away from no place fast enough to be on a trip.
    expect(seconds(trip!.endedAtMs)).toBe(3222);
    expect(wayKm(trip!.endedAtMs!, Number.POSITIVE_INFINITY)).toBeLessThan(1.2);
    expect(distanceM(readings[0]!.fix!, { latitude: trip!.startLatitude, longitude: trip!.startLongitude })).toBeLessThan(200);
    expect(trip).toMatchObject({ avgSpeedKph: 59.8, maxSpeedKph: 115 });
  });

  it('is nearly the same when every second reading is lost', () => {
    const half = tripsOf(
      readings.filter((_, i) => i % 2 === 0),
      { untilS: 86_400 },
    ).trips;
    expect(half).toHaveLength(1);
    expect(half[0]!.distanceKm! / trips[0]!.distanceKm!).toBeCloseTo(1, 1);
  });

  it('is small to remember, and the state of a fold with it', () => {
    const { emit } = collector();
    let largest = 0;
    let state = initialState;
    const environment = environmentOf();
    for (const one of readings) {
      state = fold(vehicleId, state, [one], environment, emit);
      largest = Math.max(largest, JSON.stringify(state.trips).length);
    }
    expect(largest).toBeLessThan(800);
  });
});
