import type { FoldEnvironment } from '@wheelhouse/shared/domains/telematics/fold/component.ts';
import type { Derived, DerivedTrip } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { createFences, type FenceVersion } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { type Rules, rulesSchema } from '@wheelhouse/shared/domains/telematics/fold/rules.ts';
import type { FoldState } from '@wheelhouse/shared/domains/telematics/fold/state.ts';
import type { Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { contentId } from '@wheelhouse/shared/domains/telematics/message/contentId.ts';
import { foldReading, type Said } from '../fold-readings.ts';

export const vehicleId = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Monday morning. */
export const dawn = Date.UTC(2026, 5, 15, 6);

/** A place so many metres north and east of Chicago's Loop. */
export function place(northM: number, eastM = 0): Place {
  return { latitude: 41.88 + northM / 111_195, longitude: -87.63 + eastM / (111_195 * Math.cos((41.88 * Math.PI) / 180)) };
}

type Values = Pick<Said, 'odometerKm' | 'ignitionOn' | 'obd'> & {
  speedKph?: number;
  accuracyM?: number;
};

/** A reading so many seconds after dawn; without a place it is one of the engine alone. */
export function reading(seconds: number, at: Place | null, values: Values = {}): FoldReading {
  const { speedKph = null, accuracyM = null, ...said } = values;
  const atMs = dawn + seconds * 1000;
  const id = contentId(atMs, JSON.stringify([seconds, at, values]));
  return foldReading(atMs, { id, fix: at && { ...at, speedKph, accuracyM }, ...said });
}

/** A drive northwards at one speed, a fix every ten seconds from the first second on. */
export function drive(from: number, fromM: number, toM: number, speedKph = 54, values: Values = {}): FoldReading[] {
  const steps = Math.round(Math.abs(toM - fromM) / ((speedKph / 3.6) * 10));
  return Array.from({ length: steps + 1 }, (_, step) =>
    reading(from + step * 10, place(fromM + ((toM - fromM) * step) / steps), { speedKph, ...values }),
  );
}

/** A vehicle that stands, a fix every ten seconds. */
export function stand(from: number, to: number, atM: number, values: Values = {}): FoldReading[] {
  return Array.from({ length: Math.floor((to - from) / 10) + 1 }, (_, step) =>
    reading(from + step * 10, place(atM), { speedKph: 0, ...values }),
  );
}

export type RulesInput = Parameters<typeof rulesSchema.parse>[0];

export function environmentOf(rules: RulesInput = {}, fences: FenceVersion[] = []): FoldEnvironment {
  const parsed: Rules = rulesSchema.parse(rules);
  return { rulesAt: () => parsed, fences: createFences(fences) };
}

/** Takes rows as the database does: the last one of an id counts, the moment of detection is the first. */
export function collector() {
  const rows = new Map<string, DerivedTrip>();
  const emit = (derived: Derived): void => {
    if (derived.table !== 'trips') return;
    const before = rows.get(derived.row.id);
    rows.set(derived.row.id, { ...derived.row, detectedAtMs: before?.detectedAtMs ?? derived.row.detectedAtMs });
  };
  return { emit, rows, trips: () => [...rows.values()].sort((a, b) => a.startedAtMs - b.startedAtMs) };
}

/** The trips that readings make, and the state after them. With `untilS`, time passes until then without a reading. */
export function tripsOf(
  readings: readonly FoldReading[],
  {
    rules = {},
    untilS,
    from = initialState,
    fences = [],
  }: { rules?: RulesInput; untilS?: number; from?: FoldState; fences?: FenceVersion[] } = {},
) {
  const environment = environmentOf(rules, fences);
  const { emit, trips } = collector();
  let state = fold(vehicleId, from, readings, environment, emit);
  if (untilS !== undefined) state = settle(vehicleId, state, dawn + untilS * 1000, environment, emit);
  return { trips: trips(), state, due: state.trips.trip?.dueAtMs ?? null };
}

/** Seconds after dawn. */
export const seconds = (atMs: number | null): number | null => (atMs === null ? null : (atMs - dawn) / 1000);
