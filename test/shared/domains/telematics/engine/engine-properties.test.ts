import { dueMs, emitOpen, fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import type { FoldState } from '@wheelhouse/shared/domains/telematics/fold/state.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentWith, keeper, type Rows, reading, start, vehicleId } from './support.ts';

const environment = environmentWith({
  engine: { idleMinSeconds: 60, fuelConfirmSamples: 2, fuelConfirmSeconds: 1, troubleCodeClearSeconds: 30 },
  connectivity: { offlineAfterSeconds: 900, parkedOfflineAfterSeconds: 3_000 },
});

const step = fc.record({
  seconds: fc.oneof(fc.constantFrom(0, 0.3, 1, 5, 30), fc.constantFrom(60, 610, 1_000, 4_000)),
  moved: fc.constantFrom(0, 0, 0, 10, 40, 300),
  hasFix: fc.constantFrom(true, true, false),
  speedKph: fc.constantFrom(null, 0, 0, 4, 8, 60),
  ignitionOn: fc.constantFrom(null, null, true, true, false),
  engineHours: fc.constantFrom(null, null, null, 10, 12.5),
  rpm: fc.constantFrom(null, null, 0, 800),
  wheelKph: fc.constantFrom(null, null, 0, 30),
  fuelLevelPercent: fc.constantFrom(null, null, 0, 20, 50, 50, 52, 80, 80),
  dtcCodes: fc.option(fc.subarray(['P0301', 'P0455', 'P1234', 'U0100']), { freq: 2 }),
  event: fc.constantFrom(null, null, null, 'panic' as const, 'input' as const, 'harsh_braking' as const),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function readingsOf(steps: readonly Step[], from = 0): FoldReading[] {
  let seconds = from;
  let eastM = 0;
  return steps.map((one, order) => {
    seconds += one.seconds;
    eastM += one.moved;
    const obd = { rpm: one.rpm, speedKph: one.wheelKph, fuelLevelPercent: one.fuelLevelPercent, dtcCodes: one.dtcCodes };
    const events = one.event ? [{ type: one.event, name: one.event === 'input' ? 'pto' : null }] : [];
    const hasObd = Object.values(obd).some((value) => value !== null);
    const values = { ...one, eastM: one.hasFix ? eastM : null, events, ...(hasObd ? { obd } : {}) };
    return reading(seconds, values, order);
  });
}

function run(state: FoldState, readings: readonly FoldReading[], rows: Rows = new Map()) {
  const { emit } = keeper(rows);
  return { state: fold(vehicleId, state, readings, environment, emit), rows };
}

const sequence = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => readingsOf(steps));
const silenceMs = 7_200_000;
const endOf = (readings: readonly FoldReading[]) => (readings.at(-1) as FoldReading).atMs + silenceMs;

describe('The fold of engine and connectivity', () => {
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
      { numRuns: 300 },
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
      { numRuns: 200 },
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
          const checkpointMs = (prefix.at(-1)?.atMs ?? start) + 1;
          const tails = [wrong, right].map((tail) => readingsOf(tail, (checkpointMs - start) / 1_000)) as [
            FoldReading[],
            FoldReading[],
          ];
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
      { numRuns: 400 },
    );
  });

  it('keeps what must hold of every row, and a small state', () => {
    fc.assert(
      fc.property(sequence, (readings) => {
        const first = new Map<string, number>();
        const { rows, emit } = keeper();
        let state = fold(vehicleId, initialState, readings, environment, (derived) => {
          if (derived.table === 'vehicle_events') {
            const { id, detectedAtMs } = derived.row;
            expect(first.get(id) ?? detectedAtMs, 'detectedAt stays').toBe(detectedAtMs);
            first.set(id, detectedAtMs);
          }
          emit(derived);
        });
        expect(JSON.stringify(state.engine).length).toBeLessThan(800);
        state = settle(vehicleId, state, endOf(readings), environment, emit);
        expect(dueMs(state, environment) ?? Infinity).toBeGreaterThan(endOf(readings));
        const sorted = [...rows.values()].sort((a, b) => a.recordedAtMs - b.recordedAtMs || a.detectedAtMs - b.detectedAtMs);
        for (const { detectedAtMs, recordedAtMs, durationSeconds, eventType } of sorted) {
          expect(detectedAtMs).toBeGreaterThanOrEqual(recordedAtMs);
          if (eventType === 'idle') expect(durationSeconds).toBeGreaterThanOrEqual(60);
        }
        const ofCode = Map.groupBy(
          sorted.filter(({ eventType }) => eventType.startsWith('trouble')),
          ({ code }) => code,
        );
        for (const events of ofCode.values()) {
          const types = events.map(({ eventType }) => eventType);
          expect(types, 'appeared and cleared alternate').toEqual(
            types.map((_, i) => (i % 2 === 0 ? 'trouble_code_appeared' : 'trouble_code_cleared')),
          );
        }
        const silent = sorted.filter(({ eventType }) => eventType.endsWith('line')).map(({ eventType }) => eventType);
        expect(silent, 'offline and online alternate').toEqual(
          silent.map((_, i) => (i % 2 === 0 ? 'went_offline' : 'came_online')),
        );
      }),
      { numRuns: 300 },
    );
  });
});
