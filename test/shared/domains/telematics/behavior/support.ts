import type { FoldEnvironment } from '@wheelhouse/shared/domains/telematics/fold/component.ts';
import type { Derived, DerivedBehaviorEvent } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { fold, initialState, settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { createFences } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import type { DeviceEvent, FoldReading, Obd } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { type Rules, rulesSchema } from '@wheelhouse/shared/domains/telematics/fold/rules.ts';

export const vehicleId = '0197a000-0000-7000-8000-000000000001';

/** Second 0 of these tests. */
export const start = Date.parse('2026-03-02T08:00:00Z');

export const at = (seconds: number) => start + Math.round(seconds * 1_000);

/** Rules of a tenant that set only those of driving. */
export function environmentWith(behavior: Record<string, unknown> = {}): FoldEnvironment {
  const rules: Rules = rulesSchema.parse({ behavior });
  return { rulesAt: () => rules, fences: createFences([]) };
}

export const noObd: Obd = {
  rpm: null,
  speedKph: null,
  engineLoadPercent: null,
  coolantTempC: null,
  fuelLevelPercent: null,
  throttlePositionPercent: null,
  intakeAirTempC: null,
  mafRateGps: null,
  batteryVoltageV: null,
  fuelPressureKpa: null,
  fuelUsedL: null,
  dtcCodes: null,
};

export type Values = {
  speedKph?: number | null;
  headingDeg?: number | null;
  /** East of the start; null for a reading without a position. */
  eastM?: number | null;
  obd?: Partial<Obd>;
  ignitionOn?: boolean | null;
  events?: readonly (Partial<DeviceEvent> & Pick<DeviceEvent, 'type'>)[];
  deviceId?: string;
};

/** A reading at a second; what is not given the device did not say. */
export function reading(seconds: number, values: Values = {}, order = 0): FoldReading {
  const { speedKph = null, headingDeg = null, eastM = 0, obd, ignitionOn = null, events = [], deviceId = 'GPS-1' } = values;
  const atMs = at(seconds);
  return {
    id: `${atMs.toString(16).padStart(12, '0')}${String(order).padStart(4, '0')}`.replace(
      /^(.{8})(.{4})(.{4})$/,
      '$1-$2-$3-8000-000000000000',
    ),
    atMs,
    deviceId,
    source: 'device',
    sequence: null,
    fix:
      eastM === null
        ? null
        : { latitude: 58.4, longitude: 15.6 + eastM / 58_300, altitudeM: null, speedKph, headingDeg, accuracyM: 5 },
    odometerKm: null,
    engineHours: null,
    ignitionOn,
    obd: obd ? { ...noObd, ...obd } : null,
    events: events.map((event) => ({ gForce: null, name: null, value: null, ...event })),
  };
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
