import type { Emit, StepContext } from '../component.ts';
import { placeOf, vehicleEvent, type Where } from './row.ts';
import type { RunningState } from './running.ts';

/** Levels of which the median is taken: a single wave in the tank changes nothing. */
const windowSize = 5;

/** Levels that differ from those before, and whether they are below. */
type Change = Where & { isDrop: boolean; sinceMs: number; count: number; levels: readonly number[] };

/** The latest levels in percent, how long the engine had run at the first of them, and what may be a change. */
export type FuelState = { levels: readonly number[]; ranMs: readonly number[]; holes: number; change: Change | null } | null;

/**
 * Finds what the engine did not burn: theft, a leak, a refuelling. Levels slosh, so a change counts once several levels in a row
 * show it. What the engine can have burnt since is taken off a drop.
 */
export function stepFuel(state: FuelState, context: StepContext, running: RunningState, emit: Emit): FuelState {
  const level = context.reading.obd?.fuelLevelPercent ?? null;
  if (level === null || !running) return state;
  // Senders without current report an empty tank.
  if (level === 0 && context.engineOn === false) return state;
  if (!state || state.holes !== running.holes)
    return { levels: [level], ranMs: [running.ranMs], holes: running.holes, change: null };
  const change = changeOf(state, level, context, running.ranMs);
  if (!change) return within(state, level, running.ranMs);
  const { fuelConfirmSamples, fuelConfirmSeconds } = context.rules.engine;
  const isConfirmed = change.count >= fuelConfirmSamples && context.atMs - change.sinceMs >= fuelConfirmSeconds * 1000;
  if (!isConfirmed) return { ...state, change };
  const before = median(state.levels);
  const after = median(change.levels);
  emit(
    vehicleEvent(context.vehicleId, change, {
      eventType: change.isDrop ? 'fuel_drop' : 'refuel',
      recordedAtMs: change.sinceMs,
      detectedAtMs: context.atMs,
      severity: change.isDrop ? 'moderate' : null,
      value: rounded(Math.abs(after - before)),
      description: `From ${rounded(before)} % to ${rounded(after)} % of the tank.`,
    }),
  );
  return { levels: change.levels, ranMs: change.levels.map(() => running.ranMs), holes: running.holes, change: null };
}

/** What may be a change with this level in it; null where the level is as expected. */
function changeOf(
  { levels, ranMs, change }: NonNullable<FuelState>,
  level: number,
  context: StepContext,
  nowMs: number,
): Change | null {
  const { fuelDropPercent, fuelRisePercent, fuelMaxUsePercentPerHour } = context.rules.engine;
  const before = median(levels);
  const burnt = ((nowMs - (ranMs[0] as number)) / 3_600_000) * fuelMaxUsePercentPerHour;
  const isDrop = before - level >= fuelDropPercent + burnt;
  if (!isDrop && level - before < fuelRisePercent) return null;
  if (change?.isDrop === isDrop) {
    return { ...change, count: change.count + 1, levels: [...change.levels, level].slice(-windowSize) };
  }
  return { ...placeOf(context), isDrop, sinceMs: context.atMs, count: 1, levels: [level] };
}

function within(state: NonNullable<FuelState>, level: number, ranMs: number): FuelState {
  return {
    levels: [...state.levels, level].slice(-windowSize),
    ranMs: [...state.ranMs, ranMs].slice(-windowSize),
    holes: state.holes,
    change: null,
  };
}

function median(levels: readonly number[]): number {
  const sorted = levels.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

function rounded(percent: number): number {
  return Math.round(percent * 10) / 10;
}
