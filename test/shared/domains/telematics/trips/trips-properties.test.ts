import { emitOpen, fold, initialState } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collector, environmentOf, place, reading, tripsOf, vehicleId } from './support.ts';

const environment = environmentOf({
  trips: { splitGapSeconds: 900, classification: { businessHours: { monday: { open: '06:00', close: '07:00' } } } },
});

/** What a vehicle may do next: for how long, in which direction, how fast, and what its device tells of it. */
const manoeuvre = fc.record({
  steps: fc.integer({ min: 1, max: 12 }),
  everyS: fc.constantFrom(5, 10, 30, 120, 600, 1200),
  speedKph: fc.constantFrom(0, 0, 3, 20, 60, 110),
  eastwards: fc.boolean(),
  tells: fc.constantFrom('nothing', 'speed', 'ignition', 'all', 'engine only'),
  engineOn: fc.boolean(),
  jitterM: fc.constantFrom(0, 10, 80),
});

const journey = fc.array(manoeuvre, { minLength: 1, maxLength: 12 }).map((manoeuvres) => {
  const readings: FoldReading[] = [];
  let seconds = 0;
  let north = 0;
  let east = 0;
  for (const { steps, everyS, speedKph, eastwards, tells, engineOn, jitterM } of manoeuvres) {
    for (let step = 0; step < steps; step += 1) {
      seconds += everyS;
      const movedM = (speedKph / 3.6) * everyS;
      if (eastwards) east += movedM;
      else north += movedM;
      const at = tells === 'engine only' ? null : place(north + (step % 2) * jitterM, east);
      const km = 1000 + (north + east) / 1000;
      readings.push(
        reading(seconds, at, {
          ...(tells === 'speed' || tells === 'all' ? { speedKph } : {}),
          ...(tells === 'ignition' || tells === 'all' ? { ignitionOn: engineOn } : {}),
          ...(tells === 'all' ? { odometerKm: km, obd: { fuelUsedL: km / 10, rpm: engineOn ? 900 : 0 } } : {}),
          ...(tells === 'engine only' ? { obd: { speedKph, rpm: engineOn ? 900 : 0 } } : {}),
        }),
      );
    }
  }
  return readings;
});

const split = (readings: FoldReading[], cuts: number[]) => {
  const at = [...new Set([0, ...cuts.map((cut) => cut % (readings.length + 1)), readings.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, i) => readings.slice(at[i], end));
};

const whole = (readings: FoldReading[]) => {
  const { emit, trips } = collector();
  const state = fold(vehicleId, initialState, readings, environment, emit);
  return { state, trips: trips() };
};

describe('Trips', () => {
  it('are the same however the readings are split, and a state that was stored is the state', () => {
    fc.assert(
      fc.property(journey, fc.array(fc.nat(), { maxLength: 6 }), (readings, cuts) => {
        const { emit, trips } = collector();
        let state = initialState;
        for (const part of split(readings, cuts)) {
          state = fold(vehicleId, state, part, environment, emit);
          const stored = JSON.parse(JSON.stringify(state));
          expect(stored).toEqual(state);
          state = stored;
        }
        expect({ state, trips: trips() }).toEqual(whole(readings));
      }),
      { numRuns: 200 },
    );
  });

  it('are the same when they are folded again from any state in between', () => {
    fc.assert(
      fc.property(journey, fc.nat(), (readings, cut) => {
        const at = cut % (readings.length + 1);
        const before = collector();
        const checkpoint = fold(vehicleId, initialState, readings.slice(0, at), environment, before.emit);
        const again = collector();
        emitOpen(vehicleId, checkpoint, again.emit);
        const opened = again.trips();
        expect(opened).toEqual(before.trips().filter((trip) => trip.endedAtMs === null));
        fold(vehicleId, checkpoint, readings.slice(at), environment, again.emit);
        const expected = whole(readings).trips;
        const finished = before.trips().filter((trip) => trip.endedAtMs !== null);
        expect([...finished, ...again.trips()]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('follow each other without overlap, and their numbers agree', () => {
    fc.assert(
      fc.property(journey, (readings) => {
        const { trips, state } = whole(readings);
        for (const [i, trip] of trips.entries()) {
          expect(trip.detectedAtMs).toBeGreaterThan(trip.startedAtMs);
          const next = trips[i + 1];
          if (trip.endedAtMs === null) {
            expect(next).toBeUndefined();
            continue;
          }
          expect(trip.endedAtMs).toBeGreaterThan(trip.startedAtMs);
          if (next) expect(next.startedAtMs).toBeGreaterThanOrEqual(trip.endedAtMs);
          expect(trip.distanceKm).toBeGreaterThan(0);
          expect(trip.idleSeconds ?? 0).toBeLessThanOrEqual(trip.durationSeconds!);
          expect(trip.maxSpeedKph).toBeGreaterThanOrEqual(trip.avgSpeedKph!);
        }
        expect(trips.filter((trip) => trip.endedAtMs === null)).toHaveLength(state.trips.trip ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });

  it('end in silence just as they would if the next reading came then', () => {
    fc.assert(
      fc.property(journey, (readings) => {
        const last = readings.at(-1) as FoldReading;
        const lastS = (last.atMs - reading(0, null).atMs) / 1000;
        const silent = tripsOf(readings, { untilS: lastS + 7200 });
        const heard = tripsOf([...readings, reading(lastS + 7200, place(900_000))]);
        expect(heard.trips).toEqual(silent.trips);
      }),
      { numRuns: 100 },
    );
  });
});
