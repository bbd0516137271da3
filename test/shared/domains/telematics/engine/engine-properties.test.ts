import { dueMs, fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itFoldsTheSame } from '../fold-properties.ts';
import { environmentWith, keeper, reading, start, vehicleId } from './support.ts';

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

const sequence = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => readingsOf(steps));
const silenceMs = 7_200_000;
const endOf = (readings: readonly FoldReading[]) => (readings.at(-1) as FoldReading).atMs + silenceMs;

describe('The fold of engine and connectivity', () => {
  itFoldsTheSame({ vehicleId, table: 'vehicle_events', environment, step, readingsOf, startMs: start, numRuns: 300 });

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
