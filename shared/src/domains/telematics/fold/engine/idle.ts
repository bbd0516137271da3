import { distanceM } from '../../geo/haversine.ts';
import type { DueContext, Emit, StepContext } from '../component.ts';
import { movingKph } from '../moving.ts';
import { placeOf, secondsBetween, vehicleEvent } from './row.ts';

/** Standing with the engine on: since when and where; `emittedAtMs` is null until it was long enough. */
export type IdleState = {
  sinceMs: number;
  lastMs: number;
  /** Without a reading until then it ended with the last. */
  silentMs: number;
  latitude: number | null;
  longitude: number | null;
  emittedAtMs: number | null;
} | null;

/** Receivers at rest drift this far, and then report a speed. */
const driftM = 25;

/** Further from where it began is no longer standing, however slow. */
const awayM = 50;

export function stepIdle(state: IdleState, context: StepContext, emit: Emit): IdleState {
  const { vehicleId, atMs, rules, engineOn } = context;
  const standing = engineOn === true ? isStanding(state, context) : false;
  if (standing === null) return state;
  const silentMs = atMs + rules.engine.idleMaxGapSeconds * 1000 + 1;
  if (!state) {
    return standing ? { sinceMs: atMs, lastMs: atMs, silentMs, ...placeOf(context), emittedAtMs: null } : null;
  }
  const isLong = atMs - state.sinceMs >= rules.engine.idleMinSeconds * 1000;
  if (!standing) {
    const emittedAtMs = state.emittedAtMs ?? (isLong ? atMs : null);
    if (emittedAtMs !== null) emit(rowOf({ ...state, emittedAtMs }, vehicleId, atMs));
    return null;
  }
  const next = { ...state, lastMs: atMs, silentMs, emittedAtMs: state.emittedAtMs ?? (isLong ? atMs : null) };
  if (state.emittedAtMs === null && next.emittedAtMs !== null) emit(rowOf(next, vehicleId, null));
  return next;
}

/** Nothing was heard for too long. */
export function endIdleInSilence(state: NonNullable<IdleState>, { vehicleId }: DueContext, emit: Emit): IdleState {
  if (state.emittedAtMs !== null) emit(rowOf(state, vehicleId, state.lastMs));
  return null;
}

export function openIdle(state: IdleState, vehicleId: string, emit: Emit): void {
  if (state && state.emittedAtMs !== null) emit(rowOf(state, vehicleId, null));
}

/** Null where the reading does not say. */
function isStanding(state: IdleState, { speedKph, fix, reading }: StepContext): boolean | null {
  if (speedKph === null) return null;
  if (!state || !fix || state.latitude === null || state.longitude === null) return speedKph < movingKph;
  const fromStartM = distanceM({ latitude: state.latitude, longitude: state.longitude }, fix);
  if (fromStartM > awayM) return false;
  const isWheelSpeed = reading.obd !== null && reading.obd.speedKph !== null;
  return speedKph < movingKph || (fromStartM <= driftM && !isWheelSpeed);
}

function rowOf(state: NonNullable<IdleState>, vehicleId: string, endedAtMs: number | null) {
  return vehicleEvent(vehicleId, state, {
    eventType: 'idle',
    recordedAtMs: state.sinceMs,
    detectedAtMs: state.emittedAtMs as number,
    durationSeconds: endedAtMs === null ? null : secondsBetween(state.sinceMs, endedAtMs),
  });
}
