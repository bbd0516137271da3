import type { FoldEnvironment } from '../fold/component.ts';
import type { Derived } from '../fold/derived.ts';
import { fold, initialState, isAfter } from '../fold/fold.ts';
import type { FoldReading } from '../fold/reading.ts';
import type { FoldState } from '../fold/state.ts';
import type { KnownFold } from './fold-cache.ts';

/** States are kept at multiples of this, so that a late reading repeats no more than it has to. */
export const checkpointEveryMs = 15 * 60_000;

/** A state of the past: all readings before `atMs` are in it. */
export type Checkpoint = { vehicleId: string; atMs: number; state: FoldState };

/** How new readings of a vehicle move its fold on, or why they do not. */
export type Advance = { vehicleId: string; before: KnownFold; after: KnownFold; derived: Derived[]; checkpoints: Checkpoint[] };

/** What a vehicle that never reported starts from. */
export const unknownFold: KnownFold = { version: 0, state: initialState, refoldFromMs: null };

/**
 * Folds new readings of one vehicle, in order, onto what is known. Where one of them is earlier than what is folded already, or an
 * earlier one still waits for its refold, only the moment to refold from is noted: the readings are stored, and the refold finds
 * them there.
 */
export function advance(
  vehicleId: string,
  before: KnownFold,
  readings: readonly FoldReading[],
  environment: FoldEnvironment,
): Advance {
  const first = readings[0] as FoldReading;
  const version = before.version + 1;
  if (before.refoldFromMs !== null || !isAfter(first, before.state.until)) {
    const refoldFromMs = Math.min(before.refoldFromMs ?? Number.POSITIVE_INFINITY, first.atMs);
    return { vehicleId, before, after: { ...before, version, refoldFromMs }, derived: [], checkpoints: [] };
  }
  const { state, derived, checkpoints } = foldOn(vehicleId, before.state, readings, environment);
  return { vehicleId, before, after: { version, state, refoldFromMs: null }, derived, checkpoints };
}

/** Folds readings, noting the states at multiples of `checkpointEveryMs`. Of derived rows with the same id the last is answered. */
export function foldOn(vehicleId: string, from: FoldState, readings: readonly FoldReading[], environment: FoldEnvironment) {
  const derived: Derived[] = [];
  const emit = (one: Derived) => void derived.push(one);
  const checkpoints: Checkpoint[] = [];
  let state = from;
  let start = 0;
  let bucket = bucketOf(from.until.atMs);
  for (let i = 0; i < readings.length; i += 1) {
    const next = bucketOf((readings[i] as FoldReading).atMs);
    if (next === bucket) continue;
    if (i > start) state = fold(vehicleId, state, readings.slice(start, i), environment, emit);
    if (state.until.atMs > initialState.until.atMs) checkpoints.push({ vehicleId, atMs: next * checkpointEveryMs, state });
    start = i;
    bucket = next;
  }
  state = fold(vehicleId, state, start === 0 ? readings : readings.slice(start), environment, emit);
  return { state, derived: lastOfEach(derived), checkpoints };
}

function bucketOf(atMs: number): number {
  return Math.floor(atMs / checkpointEveryMs);
}

export function lastOfEach(derived: readonly Derived[]): Derived[] {
  if (derived.length < 2) return [...derived];
  return [...new Map(derived.map((one) => [one.row.id, one])).values()];
}
