import { dueMs, emitOpen, fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import type { FoldState } from '@wheelhouse/shared/domains/telematics/fold/state.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentWith, keeper, type Rows, reading, vehicleId } from './support.ts';

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

function run(state: FoldState, readings: readonly FoldReading[], rows: Rows = new Map()) {
  const { emit } = keeper(rows);
  return { state: fold(vehicleId, state, readings, environment, emit), rows };
}

const silenceMs = 7_200_000;
const endOf = (readings: readonly FoldReading[]) => (readings.at(-1) as FoldReading).atMs + silenceMs;

describe('The fold of driving behaviour', () => {
  it('gives the same rows and the same state however the readings are split, with states kept as JSON between', () => {
    fc.assert(
      fc.property(sequence, fc.array(fc.nat(60)), (readings, cuts) => {
        const whole = run(initialState, readings);
        let state = initialState;
        const rows: Rows = new Map();
        const at = [0, ...cuts.filter((cut) => cut < readings.length).sort((a, b) => a - b), readings.length];
        for (const [i, cut] of at.slice(1).entries()) {
          state = run(state, readings.slice(at[i], cut), rows).state;
          const text = JSON.stringify(state);
          expect(JSON.parse(text)).toEqual(state);
          state = JSON.parse(text) as FoldState;
        }
        expect(state).toEqual(whole.state);
        expect(rows).toEqual(whole.rows);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same rows whether time passes in one go or deadline by deadline', () => {
    fc.assert(
      fc.property(sequence, (readings) => {
        const whole = run(initialState, readings);
        const stepwise = { state: initialState, rows: new Map() as Rows };
        const { emit } = keeper(stepwise.rows);
        for (const one of [...readings, undefined]) {
          const untilMs = one?.atMs ?? endOf(readings);
          for (
            let due = dueMs(stepwise.state, environment);
            due !== null && due <= untilMs;
            due = dueMs(stepwise.state, environment)
          ) {
            stepwise.state = settle(vehicleId, stepwise.state, due, environment, emit);
          }
          if (one) stepwise.state = fold(vehicleId, stepwise.state, [one], environment, emit);
        }
        settle(vehicleId, whole.state, endOf(readings), environment, keeper(whole.rows).emit);
        expect(stepwise.rows).toEqual(whole.rows);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the rows of the true past after a late reading: what another past had shown is withdrawn or put right', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(step, { minLength: 1, maxLength: 20 }),
        fc.array(step, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(0, silenceMs),
        (common, wrong, right, silence) => {
          const prefix = readingsOf(common);
          const checkpointMs = (prefix.at(-1)?.atMs ?? reading(0).atMs) + 1;
          const seconds = (checkpointMs - reading(0).atMs) / 1_000;
          const tails = [readingsOf(wrong, seconds), readingsOf(right, seconds)] as const;
          const before = run(initialState, prefix);
          const goOn = (tail: readonly FoldReading[], rows: Rows) => {
            const { state } = run(before.state, tail, rows);
            settle(vehicleId, state, endOf(tail) - silence, environment, keeper(rows).emit);
            return rows;
          };
          const stored = goOn(tails[0], new Map(before.rows));
          const again = keeper();
          emitOpen(vehicleId, before.state, again.emit);
          goOn(tails[1], again.rows);
          for (const [id, row] of stored) if (row.detectedAtMs >= checkpointMs && !again.rows.has(id)) stored.delete(id);
          for (const [id, row] of again.rows) stored.set(id, row);
          expect(stored).toEqual(goOn(tails[1], new Map(before.rows)));
        },
      ),
      { numRuns: 300 },
    );
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
