import type { FoldEnvironment } from '@wheelhouse/shared/domains/telematics/fold/component.ts';
import type { Derived, DerivedVehicleEvent } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { createFences } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { rulesSchema } from '@wheelhouse/shared/domains/telematics/fold/rules.ts';
import type { FoldState } from '@wheelhouse/shared/domains/telematics/fold/state.ts';
import { foldReading, readingId, type Said } from '../fold-readings.ts';

export const vehicleId = '0197a000-0000-7000-8000-000000000001';

/** Second 0 of these tests. */
export const start = Date.parse('2026-03-02T08:00:00Z');
export const minutes = 60;
export const hours = 3_600;

export function environmentWith(rules: { engine?: object; connectivity?: object } = {}): FoldEnvironment {
  const parsed = rulesSchema.parse(rules);
  return { rulesAt: () => parsed, fences: createFences([]) };
}

export type Values = Pick<Said, 'engineHours' | 'ignitionOn' | 'obd' | 'events'> & {
  speedKph?: number | null;
  /** East of the start; without it the reading has no position. */
  eastM?: number | null;
};

/** A reading at a second; what is not given the device did not say. */
export function reading(seconds: number, values: Values = {}, order = 0): FoldReading {
  const { speedKph = null, eastM = null, ...said } = values;
  const atMs = start + Math.round(seconds * 1_000);
  const fix = eastM === null ? null : { latitude: 58.4, longitude: 15.6 + eastM / 58_300, speedKph, accuracyM: 5 };
  return foldReading(atMs, { id: readingId(atMs, order), fix, ...said });
}

export type Rows = Map<string, DerivedVehicleEvent>;

/** Keeps the last emission of every vehicle event. */
export function keeper(rows: Rows = new Map()): { rows: Rows; emit: (derived: Derived) => void } {
  return {
    rows,
    emit: (derived) => {
      if (derived.table === 'vehicle_events') rows.set(derived.row.id, derived.row);
    },
  };
}

/** State and vehicle events of these readings, and of the time after them. */
export function foldOf(
  readings: readonly FoldReading[],
  { environment = environmentWith(), untilSeconds }: { environment?: FoldEnvironment; untilSeconds?: number } = {},
): { state: FoldState; events: DerivedVehicleEvent[] } {
  const { rows, emit } = keeper();
  let state = fold(vehicleId, initialState, readings, environment, emit);
  if (untilSeconds !== undefined) state = settle(vehicleId, state, start + untilSeconds * 1_000, environment, emit);
  const events = [...rows.values()].sort((a, b) => a.recordedAtMs - b.recordedAtMs || (a.id < b.id ? -1 : 1));
  return { state, events };
}

/** What matters of events: type, second, and these values. */
export function brief(events: readonly DerivedVehicleEvent[], ...keys: (keyof DerivedVehicleEvent)[]) {
  return events.map((event) => [event.eventType, (event.recordedAtMs - start) / 1_000, ...keys.map((key) => event[key])]);
}
