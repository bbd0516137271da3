import { readFileSync } from 'node:fs';
import { fold, initialState } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { distanceM, type Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { expect, it } from 'vitest';
import { environmentWith, eventsOf, reading, vehicleId } from './support.ts';

type Point = [recordedAt: string, latitude: number, longitude: number];

const { points } = JSON.parse(
  readFileSync(new URL('../../../../../emulator/fixtures/traces/linkoping-mjolby-car.json', import.meta.url), 'utf8'),
) as { points: Point[] };

/** The recorded trip with the speeds and headings that its receiver had, as far as the places around tell. */
const trip: FoldReading[] = points.map(([recordedAt, latitude, longitude], i) => {
  const [before, after] = [points[Math.max(0, i - 1)] as Point, points[Math.min(points.length - 1, i + 1)] as Point];
  const [from, to] = [placeOf(before), placeOf(after)];
  const seconds = (Date.parse(after[0]) - Date.parse(before[0])) / 1_000;
  const speedKph = Math.round((distanceM(from, to) / seconds) * 36) / 10;
  const one = reading(0, { ignitionOn: i < points.length - 1, deviceId: '864000000000001' });
  const fix = { latitude, longitude, altitudeM: null, speedKph, headingDeg: Math.round(bearing(from, to)), accuracyM: 5 };
  return { ...one, id: `${String(i).padStart(8, '0')}-0000-8000-8000-000000000000`, atMs: Date.parse(recordedAt), fix };
});

function placeOf([, latitude, longitude]: Point): Place {
  return { latitude, longitude };
}

function bearing(from: Place, to: Place): number {
  const radians = Math.PI / 180;
  const eastward = (to.longitude - from.longitude) * radians;
  const y = Math.sin(eastward) * Math.cos(to.latitude * radians);
  const x =
    Math.cos(from.latitude * radians) * Math.sin(to.latitude * radians) -
    Math.sin(from.latitude * radians) * Math.cos(to.latitude * radians) * Math.cos(eastward);
  return (Math.atan2(y, x) / radians + 360) % 360;
}

const on90 = environmentWith({ speedLimitKph: 90 });

it('A calm drive of an hour on country roads, at three-second intervals, has speeding and nothing harsh', () => {
  expect(
    eventsOf(trip, on90).map(({ eventType, severity, speedKph, durationSeconds }) => [
      eventType,
      severity,
      speedKph,
      durationSeconds,
    ]),
  ).toEqual([
    ['speeding', 'minor', 106.4, 42],
    ['speeding', 'severe', 114.4, 459],
    ['speeding', 'moderate', 110.5, 213],
    ['speeding', 'moderate', 109.1, 138],
  ]);
});

it('A receiver that is wrong once a minute adds nothing', () => {
  const wrong = trip.map((one, i) => {
    if (!one.fix || i % 20 !== 10) return one;
    const headingDeg = ((one.fix.headingDeg ?? 0) + 120) % 360;
    return { ...one, fix: { ...one.fix, speedKph: i % 40 === 10 ? 0 : 140, headingDeg } };
  });
  const harsh = eventsOf(wrong, on90).filter(({ eventType }) => eventType.startsWith('harsh'));
  expect(harsh).toEqual([]);
});

it('The state of a vehicle that drives is a few hundred bytes', () => {
  let state = initialState;
  let largest = 0;
  for (const one of trip) {
    state = fold(vehicleId, state, [one], on90, () => {});
    largest = Math.max(largest, JSON.stringify(state.behavior).length);
  }
  expect(largest).toBeLessThan(520);
});
