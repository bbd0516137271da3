import type { Emit, StepContext } from '../component.ts';
import { type DerivedBehaviorEvent, derivedId } from '../derived.ts';
import { placeOf, sustainedKph } from './measures.ts';
import type { BehaviorRules } from './rules.ts';
import { severityOf } from './severity.ts';

/** Standing with the engine on. */
export type Idling = {
  sinceMs: number;
  /** The latest reading of it. */
  lastMs: number;
  /** From how long on it is excessive: by the rules when it began. */
  excessMs: number;
  /** When that was emitted. */
  detectedAtMs: number | null;
  /** A receiver's speed that may be an error; the next one decides. */
  movingMs: number | null;
  latitude: number | null;
  longitude: number | null;
};

/** From this speed on a vehicle moves: below it a receiver at rest may drift. */
const movingKph = 5;

/** Who is so far from the fix before has moved, whatever the next fix says. */
const movedForCertainM = 50;

/** Silence for so long after idling became excessive ends it: nobody knows whether the engine still runs. */
const silenceMs = 900_000;

export function stepIdling(idling: Idling | null, context: StepContext, emit: Emit): Idling | null {
  const { atMs, engineOn, vehicleId, rules } = context;
  if (engineOn !== true) {
    if (idling) endIdling(idling, idling.movingMs ?? atMs, rules.behavior, vehicleId, emit);
    return null;
  }
  const kph = sustainedKph(context);
  if (!idling) return kph !== null && kph < movingKph ? begun(context) : null;
  if (kph === null) return { ...idling, lastMs: atMs };
  if (kph < movingKph) return excessive({ ...idling, lastMs: atMs, movingMs: null }, context, emit);
  const isCertain = idling.movingMs !== null || context.movedM >= movedForCertainM || measuredByWheels(context);
  if (!isCertain) return { ...idling, lastMs: atMs, movingMs: atMs };
  endIdling(idling, idling.movingMs ?? atMs, rules.behavior, vehicleId, emit);
  return null;
}

function begun(context: StepContext): Idling {
  const { atMs, rules } = context;
  const excessMs = rules.behavior.idleExcessMinutes * 60_000;
  return { sinceMs: atMs, lastMs: atMs, excessMs, detectedAtMs: null, movingMs: null, ...placeOf(context) };
}

function measuredByWheels({ reading }: StepContext): boolean {
  return reading.obd !== null && reading.obd.speedKph !== null;
}

/** While a movement is doubted nothing is due but silence, as what is emitted stays. */
export function idlingDueMs({ sinceMs, lastMs, excessMs, detectedAtMs, movingMs }: Idling): number {
  return detectedAtMs === null && movingMs === null ? sinceMs + excessMs : lastMs + excessMs + silenceMs;
}

/** What happens when `idlingDueMs` is reached: idling becomes excessive, or silence has ended it. */
export function fireIdling(
  idling: Idling,
  context: { vehicleId: string; atMs: number; rules: StepContext['rules'] },
  emit: Emit,
) {
  if (idling.detectedAtMs === null && idling.movingMs === null) return excessive(idling, context, emit);
  endIdling(idling, idling.movingMs ?? idling.lastMs, context.rules.behavior, context.vehicleId, emit);
  return null;
}

function excessive(idling: Idling, { vehicleId, atMs }: { vehicleId: string; atMs: number }, emit: Emit): Idling {
  if (idling.detectedAtMs !== null || atMs - idling.sinceMs < idling.excessMs) return idling;
  const detected = { ...idling, detectedAtMs: atMs };
  emitOpenIdling(detected, vehicleId, emit);
  return detected;
}

/** Emits it as it is known while it goes on, if it is excessive. */
export function emitOpenIdling({ sinceMs, detectedAtMs, latitude, longitude }: Idling, vehicleId: string, emit: Emit): void {
  if (detectedAtMs === null) return;
  emit({ table: 'driver_behavior_events', row: rowOf(vehicleId, sinceMs, detectedAtMs, latitude, longitude) });
}

function endIdling(idling: Idling, endedAtMs: number, rules: BehaviorRules, vehicleId: string, emit: Emit): void {
  const { sinceMs, detectedAtMs, latitude, longitude } = idling;
  if (detectedAtMs === null) return;
  // It was taken to go on until it became excessive, also where readings had ceased before.
  const lastedMs = Math.max(endedAtMs, detectedAtMs) - sinceMs;
  const thresholds = { moderate: rules.idleModerateMinutes, severe: rules.idleSevereMinutes };
  const row = rowOf(vehicleId, sinceMs, detectedAtMs, latitude, longitude);
  row.durationSeconds = Math.round(lastedMs / 1_000);
  row.severity = severityOf(lastedMs / 60_000, thresholds);
  emit({ table: 'driver_behavior_events', row });
}

function rowOf(
  vehicleId: string,
  sinceMs: number,
  detectedAtMs: number,
  latitude: number | null,
  longitude: number | null,
): DerivedBehaviorEvent {
  return {
    id: derivedId(vehicleId, sinceMs, 'driver_behavior_event idle_excess'),
    detectedAtMs,
    eventType: 'idle_excess',
    severity: 'minor',
    recordedAtMs: sinceMs,
    durationSeconds: null,
    speedKph: null,
    speedLimitKph: null,
    gForce: null,
    latitude,
    longitude,
    detectedBy: 'series',
  };
}
