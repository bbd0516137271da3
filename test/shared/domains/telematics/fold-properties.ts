import type { FoldEnvironment } from '@wheelhouse/shared/domains/telematics/fold/component.ts';
import type { Derived } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { dueMs, emitOpen, fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import type { FoldState } from '@wheelhouse/shared/domains/telematics/fold/state.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

type Rows = Map<string, Derived['row']>;

type Options<S> = {
  vehicleId: string;
  /** Rows of this table are looked at. */
  table: Derived['table'];
  environment: FoldEnvironment;
  step: fc.Arbitrary<S>;
  /** The readings of these steps, beginning some seconds after `startMs`. */
  readingsOf(steps: readonly S[], fromSeconds?: number): FoldReading[];
  startMs: number;
  numRuns: number;
};

const silenceMs = 7_200_000;

/** Tests that hold for every component of the fold: no split, pace or late reading makes a difference. */
export function itFoldsTheSame<S>({ vehicleId, table, environment, step, readingsOf, startMs, numRuns }: Options<S>): void {
  const sequence = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => readingsOf(steps));
  const endOf = (readings: readonly FoldReading[]) => (readings.at(-1) as FoldReading).atMs + silenceMs;
  const keeper = (rows: Rows) => (derived: Derived) => {
    if (derived.table === table) rows.set(derived.row.id, derived.row);
  };
  const run = (state: FoldState, readings: readonly FoldReading[], rows: Rows) =>
    fold(vehicleId, state, readings, environment, keeper(rows));
  const pass = (state: FoldState, untilMs: number, rows: Rows) => settle(vehicleId, state, untilMs, environment, keeper(rows));

  it('gives the same rows and the same state however the readings are split, with states kept as JSON between', () => {
    fc.assert(
      fc.property(sequence, fc.array(fc.nat(60)), (readings, cuts) => {
        const [wholeRows, rows]: [Rows, Rows] = [new Map(), new Map()];
        const whole = run(initialState, readings, wholeRows);
        let state = initialState;
        const at = [0, ...cuts.filter((cut) => cut < readings.length).sort((a, b) => a - b), readings.length];
        for (const [i, cut] of at.slice(1).entries()) {
          state = run(state, readings.slice(at[i], cut), rows);
          const text = JSON.stringify(state);
          expect(JSON.parse(text)).toEqual(state);
          state = JSON.parse(text) as FoldState;
        }
        expect(state).toEqual(whole);
        expect(rows).toEqual(wholeRows);
      }),
      { numRuns },
    );
  });

  it('gives the same rows whether time passes in one go or deadline by deadline', () => {
    fc.assert(
      fc.property(sequence, (readings) => {
        const [wholeRows, rows]: [Rows, Rows] = [new Map(), new Map()];
        const whole = run(initialState, readings, wholeRows);
        let state = initialState;
        for (const one of [...readings, undefined]) {
          const untilMs = one?.atMs ?? endOf(readings);
          for (let due = dueMs(state, environment); due !== null && due <= untilMs; due = dueMs(state, environment)) {
            state = pass(state, due, rows);
          }
          if (one) state = run(state, [one], rows);
        }
        pass(whole, endOf(readings), wholeRows);
        expect(rows).toEqual(wholeRows);
      }),
      { numRuns },
    );
  });

  it('gives the rows of the true past after a late reading: what another past had shown is withdrawn or put right', () => {
    const tail = fc.array(step, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        tail,
        tail,
        fc.constantFrom(0, silenceMs),
        (common, wrong, right, silence) => {
          const prefix = readingsOf(common);
          const checkpointMs = (prefix.at(-1)?.atMs ?? startMs) + 1;
          const fromSeconds = (checkpointMs - startMs) / 1_000;
          const beforeRows: Rows = new Map();
          const before = run(initialState, prefix, beforeRows);
          const goOn = (steps: readonly S[], rows: Rows) => {
            const readings = readingsOf(steps, fromSeconds);
            pass(run(before, readings, rows), endOf(readings) - silence, rows);
            return rows;
          };
          const stored = goOn(wrong, new Map(beforeRows));
          const again: Rows = new Map();
          emitOpen(vehicleId, before, keeper(again));
          goOn(right, again);
          for (const [id, row] of stored) if (row.detectedAtMs >= checkpointMs && !again.has(id)) stored.delete(id);
          for (const [id, row] of again) stored.set(id, row);
          expect(stored).toEqual(goOn(right, new Map(beforeRows)));
        },
      ),
      { numRuns },
    );
  });
}
