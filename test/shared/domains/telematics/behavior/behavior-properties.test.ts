import { dueMs, fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itFoldsTheSame } from '../fold-properties.ts';
import { environmentWith, keeper, reading, vehicleId } from './support.ts';

const environment = environmentWith({ speedLimitKph: 50, speedingMinSeconds: 2, idleExcessMinutes: 1 });

const speed = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 130 }), fc.constant(null));
const step = fc.record({
  seconds: fc.oneof(fc.constantFrom(0, 0.3, 1, 1, 1, 2, 4), fc.constantFrom(10, 55, 70, 200, 1_300)),
  speedKph: speed,
  headingDeg: fc.option(fc.integer({ min: 0, max: 359 })),
  moved: fc.constantFrom(0, 0, 5, 60),
  hasFix: fc.constantFrom(true, true, true, false),
  obdKph: fc.option(speed, { freq: 4 }),
  rpm: fc.constantFrom(null, null, 0, 900),
  ignitionOn: fc.constantFrom(null, null, true, true, false),
  event: fc.option(fc.constantFrom('harsh_braking' as const, 'harsh_cornering' as const), { freq: 6 }),
  gForce: fc.constantFrom(null, 0.3, 0.5, 0.8),
  deviceId: fc.constantFrom('A', 'A', 'A', 'B'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Readings that may come from anything: two devices, gaps, noise, the same millisecond. */
function readingsOf(steps: readonly Step[], from = 0): FoldReading[] {
  let seconds = from;
  let eastM = 0;
  return steps.map((one, order) => {
    seconds += one.seconds;
    eastM += one.moved;
    return reading(
      seconds,
      {
        eastM: one.hasFix ? eastM : null,
        speedKph: one.speedKph,
        headingDeg: one.headingDeg,
        ignitionOn: one.ignitionOn,
        deviceId: one.deviceId,
        events: one.event ? [{ type: one.event, gForce: one.gForce }] : [],
        ...(one.obdKph === null && one.rpm === null ? {} : { obd: { speedKph: one.obdKph, rpm: one.rpm } }),
      },
      order,
    );
  });
}

const sequence = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => readingsOf(steps));

const silenceMs = 7_200_000;
const endOf = (readings: readonly FoldReading[]) => (readings.at(-1) as FoldReading).atMs + silenceMs;

describe('The fold of driving behaviour', () => {
  itFoldsTheSame({
    vehicleId,
    table: 'driver_behavior_events',
    environment,
    step,
    readingsOf,
    startMs: reading(0).atMs,
    numRuns: 200,
  });

  it('keeps what must hold of every row', () => {
    fc.assert(
      fc.property(sequence, (readings) => {
        const emitted = new Map<string, number>();
        const { rows, emit } = keeper();
        const state = fold(vehicleId, initialState, readings, environment, (derived) => {
          if (derived.table === 'driver_behavior_events') {
            const { id, detectedAtMs } = derived.row;
            expect(emitted.get(id) ?? detectedAtMs, 'detectedAt stays').toBe(detectedAtMs);
            emitted.set(id, detectedAtMs);
          }
          emit(derived);
        });
        settle(vehicleId, state, endOf(readings), environment, emit);
        expect(
          dueMs(
            settle(vehicleId, state, endOf(readings), environment, () => {}),
            environment,
          ) ?? Infinity,
        ).toBeGreaterThan(endOf(readings));
        for (const row of rows.values()) {
          expect(row.detectedAtMs).toBeGreaterThanOrEqual(row.recordedAtMs);
          expect(row.gForce === null || (row.gForce >= 0 && row.gForce <= 1.5)).toBe(true);
          if (row.eventType === 'speeding') {
            expect(row.durationSeconds).toBeGreaterThanOrEqual(2);
            expect(row.speedKph).toBeGreaterThan((row.speedLimitKph as number) + 10 - 0.05);
          }
          if (row.eventType === 'idle_excess') expect(row.durationSeconds).toBeGreaterThanOrEqual(60);
        }
        expect(JSON.stringify(state.behavior.harsh.speeds).length).toBeLessThan(120);
      }),
      { numRuns: 200 },
    );
  });
});
