import type { StepContext } from '../component.ts';
import { movingKph } from '../moving.ts';

/** After this silence nobody knows how long the engine ran. */
const knownMs = 3_600_000;

/** How long the engine ran since it was first watched, and the hours that the vehicle reported, with what it had run then. */
export type RunningState = {
  atMs: number;
  on: boolean;
  ranMs: number;
  /** Readings between which the engine ran but nothing was heard for long. */
  holes: number;
  reported: { hours: number; ranMs: number } | null;
} | null;

/** Watches from the first reading of engine hours or fuel: nothing else asks. */
export function stepRunning(state: RunningState, { reading, atMs, engineOn, speedKph }: StepContext): RunningState {
  const { engineHours, obd } = reading;
  if (!state && engineHours === null && (obd?.fuelLevelPercent ?? null) === null) return state;
  const on = engineOn ?? (speedKph === null ? (state?.on ?? false) : speedKph >= movingKph);
  const sinceMs = state?.on ? atMs - state.atMs : 0;
  const ranMs = (state?.ranMs ?? 0) + Math.min(sinceMs, knownMs);
  const holes = (state?.holes ?? 0) + (sinceMs > knownMs ? 1 : 0);
  const reported = engineHours === null ? (state?.reported ?? null) : { hours: engineHours, ranMs };
  if (state && !on && !state.on && reported === state.reported) return state;
  return { atMs, on, ranMs, holes, reported };
}
