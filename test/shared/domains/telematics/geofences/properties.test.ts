import { createFences, type FenceVersion, isInForce } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import { circle } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/circle.ts';
import { rectangle } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/polygon.ts';
import { eastward } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/shape.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import type { Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eight, fence, fixAt, inWords, offset, run, type Told } from './support.ts';

/** Where the fleets of these tests drive: one of them across the antimeridian. */
const centres: Place[] = [
  { latitude: 58.41, longitude: 15.62 },
  { latitude: -17.7, longitude: 179.9995 },
];
const metres = fc.integer({ min: -1_500, max: 1_500 });
const seconds = fc.integer({ min: -100, max: 3_000 });

/** Fences that begin, end, are edited, lie over each other, and are of all sizes. */
const fencesAround = (centre: Place) =>
  fc
    .array(
      fc.record({
        north: metres,
        east: metres,
        size: fc.integer({ min: 15, max: 900 }),
        round: fc.boolean(),
        dwellMs: fc.option(fc.integer({ min: 1, max: 20 }).map((minutes) => minutes * 60_000)),
        changes: fc.uniqueArray(seconds, { maxLength: 3 }),
        removed: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    .map((list) =>
      list.flatMap(({ north, east, size, round, dwellMs, changes, removed }, index): FenceVersion[] => {
        const times = [0, ...changes.toSorted((a, b) => a - b).map((at) => eight + at * 1000)];
        return times.flatMap((validFromMs, version) => {
          const validToMs = times[version + 1] ?? null;
          if (removed && validToMs === null) return [];
          const at = offset(centre, north + version * 40, east);
          const [low, high] = [offset(at, -size, -size), offset(at, size, size)];
          const shape = round ? circle(at, size) : rectangle(low.longitude, low.latitude, high.longitude, high.latitude);
          return [fence(`fence-${index}`, { validFromMs, validToMs, shape, dwellMs })];
        });
      }),
    );

/** A drive with halts, gaps and receivers of all qualities. */
const driveAround = (centre: Place) =>
  fc
    .array(
      fc.record({
        after: fc.constantFrom(0, 1, 10, 10, 60, 700, 3_000),
        north: fc.integer({ min: -400, max: 400 }),
        east: fc.integer({ min: -400, max: 400 }),
        halts: fc.boolean(),
        accuracyM: fc.constantFrom(null, 3, 3, 20, 120),
      }),
      { maxLength: 40 },
    )
    .map((list) => {
      let [at, second] = [centre, 0];
      return list
        .map(({ after, north, east, halts, accuracyM }): FoldReading => {
          second += after;
          at = halts ? offset(at, north / 100, east / 100) : offset(at, north, east);
          return fixAt(second, at, accuracyM);
        })
        .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
    });

const scenarios = fc
  .constantFrom(...centres)
  .chain((centre) => fc.record({ versions: fencesAround(centre), readings: driveAround(centre) }));

const byFence = (told: readonly Told[]) => Map.groupBy(told, ({ geofenceId }) => geofenceId).values();

describe('Events at fences', () => {
  it('do not depend on how the readings were split, nor on the state having been stored in between', () => {
    fc.assert(
      fc.property(scenarios, fc.array(fc.nat(40), { maxLength: 6 }), ({ versions, readings }, cuts) => {
        const fences = createFences(versions);
        const whole = run(fences, readings);
        const told: Told[] = [];
        const bounds = [0, ...cuts.map((cut) => Math.min(cut, readings.length)).toSorted((a, b) => a - b), readings.length];
        let state = run(fences, [], { told }).state;
        for (let i = 1; i < bounds.length; i += 1) {
          state = run(fences, readings.slice(bounds[i - 1], bounds[i]), { state: JSON.parse(JSON.stringify(state)), told }).state;
        }
        expect(told).toEqual(whole.told);
        expect(state).toEqual(whole.state);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 150 },
    );
  });

  it('alternate at each fence, dwells within stays, in the order of time, and end in the state', () => {
    fc.assert(
      fc.property(scenarios, ({ versions, readings }) => {
        const { told, state } = run(versions, readings);
        expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
        for (const one of told) expect(one.detectedAtMs).toBeGreaterThanOrEqual(one.recordedAtMs);
        const inside = new Set<string>();
        for (const events of byFence(told)) {
          let [isInside, hasDwelled, atMs] = [false, false, 0];
          for (const { eventType, recordedAtMs } of events) {
            expect(recordedAtMs).toBeGreaterThanOrEqual(atMs);
            atMs = recordedAtMs;
            expect(isInside).toBe(eventType !== 'entry');
            if (eventType === 'dwell') expect(hasDwelled).toBe(false);
            isInside = eventType !== 'exit';
            hasDwelled = eventType === 'dwell';
          }
          if (isInside) inside.add(events[0]?.geofenceId as string);
        }
        expect(state.geofences.inside.map(({ geofenceId }) => geofenceId)).toEqual([...inside].sort());
      }),
      { numRuns: 300 },
    );
  });

  it('happen only while the fence is watched', () => {
    fc.assert(
      fc.property(scenarios, ({ versions, readings }) => {
        for (const { geofenceId, recordedAtMs, eventType } of run(versions, readings).told) {
          const own = versions.filter((version) => version.geofenceId === geofenceId);
          const watched = own.some((version) => isInForce(version, recordedAtMs) || version.validToMs === recordedAtMs);
          expect(watched, `${eventType} of ${geofenceId}`).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('do not come from jitter that is less than the accuracy, wherever the vehicle stands', () => {
    const jitter = fc.record({ angle: fc.integer({ min: 0, max: 359 }), share: fc.double({ min: 0, max: 0.99, noNaN: true }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...centres),
        fc.integer({ min: 5, max: 400 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 10, max: 150 }),
        fc.array(jitter, { minLength: 2, maxLength: 30 }),
        (centre, size, round, eastM, accuracyM, jitters) => {
          const [low, high] = [offset(centre, -size, -size), offset(centre, size, size)];
          const shape = round ? circle(centre, size) : rectangle(low.longitude, low.latitude, high.longitude, high.latitude);
          const readings = jitters.map(({ angle, share }, index) => {
            const radians = (angle * Math.PI) / 180;
            const offM = accuracyM * share;
            return fixAt(index * 10, offset(centre, Math.sin(radians) * offM, eastM + Math.cos(radians) * offM), accuracyM);
          });
          expect(inWords(run([fence('one', { shape })], readings).told).length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('show every drive through a fence that is bigger than what receivers are off by, however few the fixes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...centres),
        fc.integer({ min: 45, max: 400 }),
        fc.integer({ min: 0, max: 359 }),
        fc.double({ min: -0.7, max: 0.7, noNaN: true }),
        fc.integer({ min: 450, max: 3_000 }),
        (centre, radiusM, angle, offAxis, startM) => {
          const radians = (angle * Math.PI) / 180;
          const along = (m: number) =>
            offset(
              centre,
              m * Math.sin(radians) + offAxis * radiusM * Math.cos(radians),
              m * Math.cos(radians) - offAxis * radiusM * Math.sin(radians),
            );
          const { told } = run(
            [fence('one', { shape: circle(centre, radiusM) })],
            [fixAt(0, along(-startM)), fixAt(200, along(500))],
          );
          expect(told.map(({ eventType }) => eventType)).toEqual(['entry', 'exit']);
          const halfM = radiusM * Math.sqrt(1 - offAxis * offAxis);
          const second = (m: number) => ((startM + m) / (startM + 500)) * 200;
          expect(told.map((one) => one.seconds)).toEqual([second(-halfM), second(halfM)].map((at) => expect.closeTo(at, 0)));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('Fences', () => {
  it('are found wherever a way touches their box, as they were at the time', () => {
    const anywhere = fc.record({
      latitude: fc.double({ min: -89, max: 89, noNaN: true }),
      longitude: fc.oneof(fc.double({ min: -180, max: 179.9, noNaN: true }), fc.constantFrom(-180, 179.99, -179.99, 0)),
    });
    const wayOf = fc.record({
      northM: fc.constantFrom(0, 3, 900, -900, 40_000, -300_000),
      eastM: fc.constantFrom(0, -3, 900, 8_000, -40_000, 300_000),
    });
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: anywhere, size: fc.integer({ min: 10, max: 300_000 }), from: seconds, for: seconds }), {
          maxLength: 30,
        }),
        anywhere,
        wayOf,
        fc.nat(30),
        seconds,
        (list, start, way, chosen, second) => {
          const versions = list.map(({ at, size, from, for: lasts }, index) =>
            fence(`fence-${index}`, {
              shape: circle(at, size),
              validFromMs: eight + from * 1000,
              validToMs: lasts > 0 ? eight + (from + lasts) * 1000 : null,
            }),
          );
          const from = list[chosen]?.at ?? start;
          const to = offset(from, Math.abs(from.latitude) > 80 ? 0 : way.northM, Math.abs(from.latitude) > 80 ? 0 : way.eastM);
          const atMs = eight + second * 1000;
          const fences = createFences(versions);
          const touched = versions.filter(
            (version) => isInForce(version, atMs) && version.shape.boxes.some((box) => touches(box, from, to)),
          );
          expect(new Set(fences.near(atMs, from, to))).toEqual(new Set(touched));
          // The second time from what is remembered.
          expect(fences.near(atMs, from, to)).toHaveLength(touched.length);
          expect(fences.near(atMs, to, from)).toHaveLength(touched.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Whether the box around a way and another have a place in common, on any turn of the world. */
function touches([west, south, east, north]: readonly [number, number, number, number], from: Place, to: Place): boolean {
  if (Math.max(from.latitude, to.latitude) < south || Math.min(from.latitude, to.latitude) > north) return false;
  const ends = [from.longitude, from.longitude + eastward(from.longitude, to.longitude)];
  return [-360, 0, 360].some((turn) => Math.max(...ends) + turn >= west && Math.min(...ends) + turn <= east);
}
