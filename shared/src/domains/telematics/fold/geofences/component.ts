import type { AcceptedFix, Component, DueContext, StepContext } from '../component.ts';
import { dwellDueMs, dwells, nextChangeMs } from './due.ts';
import type { Fences, FenceVersion } from './fences.ts';
import type { Entering, Inside, Way } from './judge-fence.ts';
import { judgeFences } from './judge-fences.ts';
import { emitEvents, type FenceEvent } from './row.ts';

/** Where a vehicle stands: fences that it is in, in the order of their ids, and those that it may have entered. */
export type GeofenceState = {
  inside: readonly Inside[];
  entering: readonly Entering[];
  /** Until when changes of fences were looked at without a fix. */
  checkedMs: number | null;
};

export const geofences: Component<GeofenceState> = {
  initial: { inside: [], entering: [], checkedMs: null },

  step(state, context, emit) {
    const { fix, previous, fences, atMs } = context;
    if (!fix) return state;
    const start = previous && isWayKnown(context) ? previous : fix;
    const near = fences.near(atMs, start, fix);
    if (near.length === 0 && state.inside.length === 0 && state.entering.length === 0) return state;
    const events: FenceEvent[] = [];
    const { minHysteresisM } = context.rules.geofences;
    const judged = judgeFences(state, fences, near, wayOf(start, fix, minHysteresisM), -Infinity, events);
    const next = dwells(judged, fences, fix, atMs, events);
    emitEvents(context.vehicleId, atMs, events, emit);
    return next;
  },

  dueMs(state, fences, last) {
    const dwellMs = state.inside.length > 0 ? dwellDueMs(state, fences) : null;
    const changeMs = nextChangeMs(state, fences, last);
    if (dwellMs === null || changeMs === null) return dwellMs ?? changeMs;
    return Math.min(dwellMs, changeMs);
  },

  fire(state, context, emit) {
    const { previous, atMs, fences } = context;
    if (!previous) return state;
    const events: FenceEvent[] = [];
    const next = dwells(judgeChanged(state, context, previous, events), fences, previous, atMs, events);
    emitEvents(context.vehicleId, atMs, events, emit);
    return { ...next, checkedMs: Math.max(atMs, state.checkedMs ?? atMs) };
  },
};

/** The vehicle stands where it was last; fences that began, changed or ended since are judged anew. */
function judgeChanged(state: GeofenceState, context: DueContext, previous: AcceptedFix, events: FenceEvent[]): GeofenceState {
  const { fences, atMs, rules } = context;
  const sinceMs = Math.max(previous.atMs, state.checkedMs ?? previous.atMs);
  if (atMs <= sinceMs) return state;
  const place = { ...previous, atMs };
  const begun = fences.near(atMs, place, place).filter(({ validFromMs }: FenceVersion) => validFromMs > sinceMs);
  return judgeFences(state, fences, begun, wayOf(place, place, rules.geofences.minHysteresisM), sinceMs, events);
}

function isWayKnown({ elapsedMs, rules }: StepContext): boolean {
  return elapsedMs <= rules.geofences.maxGapSeconds * 1000;
}

function wayOf(start: AcceptedFix, end: AcceptedFix, minHysteresisM: number): Way {
  const endMarginM = Math.max(minHysteresisM, end.accuracyM ?? 0);
  return {
    start,
    startMs: start.atMs,
    end,
    endMs: end.atMs,
    endMarginM,
    marginM: Math.max(endMarginM, start.accuracyM ?? 0),
  };
}

/** The fences that a vehicle is in for certain, and since when. */
export function insideOf(state: GeofenceState): readonly Pick<Inside, 'geofenceId' | 'enteredAtMs'>[] {
  return state.inside;
}

/** The lowest limit of the fences that the vehicle is in; null where none has one. */
export function speedLimitInside({ inside }: GeofenceState, fences: Fences, atMs: number): number | null {
  let lowest: number | null = null;
  for (const { geofenceId } of inside) {
    const limit = fences.versionAt(geofenceId, atMs)?.speedLimitKph ?? null;
    if (limit !== null && (lowest === null || limit < lowest)) lowest = limit;
  }
  return lowest;
}
