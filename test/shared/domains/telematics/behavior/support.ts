import type { FoldEnvironment } from '@wheelhouse/shared/domains/telematics/fold/component.ts';
import type { Derived, DerivedBehaviorEvent } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { createFences } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { type Rules, rulesSchema } from '@wheelhouse/shared/domains/telematics/fold/rules.ts';
import { foldReading, readingId, type Said } from '../fold-readings.ts';

export const vehicleId = '0197a000-0000-7000-8000-000000000001';

/** Second 0 of these tests. */
export const start = Date.parse('2026-03-02T08:00:00Z');

export const at = (seconds: number) => start + Math.round(seconds * 1_000);

/** Rules of a tenant that set only those of driving. */
export function environmentWith(behavior: Record<string, unknown> = {}): FoldEnvironment {
  const rules: Rules = rulesSchema.parse({ behavior });
  return { rulesAt: () => rules, fences: createFences([]) };
}

export type Values = Pick<Said, 'obd' | 'ignitionOn' | 'events' | 'deviceId'> & {
  speedKph?: number | null;
  headingDeg?: number | null;
  /** East of the start; null for a reading without a position. */
  eastM?: number | null;
};

/** A reading at a second; what is not given the device did not say. */
export function reading(seconds: number, values: Values = {}, order = 0): FoldReading {
  const { speedKph = null, headingDeg = null, eastM = 0, ...said } = values;
  const atMs = at(seconds);
  const fix = eastM === null ? null : { latitude: 58.4, longitude: 15.6 + eastM / 58_300, speedKph, headingDeg, accuracyM: 5 };
  return foldReading(atMs, { id: readingId(atMs, order), fix, ...said });
}

/** Fixes of a straight drive, one every `everySeconds`, with these speeds. */
export function drive(speeds: readonly (number | null)[], everySeconds = 1, from = 0, values: Values = {}): FoldReading[] {
  let eastM = 0;
  return speeds.map((speedKph, index) => {
    eastM += ((speedKph ?? 0) / 3.6) * everySeconds;
    return reading(from + index * everySeconds, { speedKph, headingDeg: 90, eastM, ...values });
  });
}

export type Rows = Map<string, DerivedBehaviorEvent>;

/** Keeps the last emission of every behaviour event. */
export function keeper(rows: Rows = new Map()): { rows: Rows; emit: (derived: Derived) => void } {
  return {
    rows,
    emit: (derived) => {
      if (derived.table === 'driver_behavior_events') rows.set(derived.row.id, derived.row);
    },
  };
}

/** The behaviour events of these readings after an hour of silence, in the order of time. */
export function eventsOf(
  readings: readonly FoldReading[],
  environment = environmentWith(),
  silenceSeconds = 3_600,
): DerivedBehaviorEvent[] {
  const { rows, emit } = keeper();
  const state = fold(vehicleId, initialState, readings, environment, emit);
  const last = readings.at(-1)?.atMs ?? start;
  settle(vehicleId, state, last + silenceSeconds * 1_000, environment, emit);
  return [...rows.values()].sort((a, b) => a.recordedAtMs - b.recordedAtMs || a.eventType.localeCompare(b.eventType));
}
