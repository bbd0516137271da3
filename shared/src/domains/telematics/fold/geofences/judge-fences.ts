import type { GeofenceState } from './component.ts';
import type { Fences, FenceVersion } from './fences.ts';
import { type Crossed, type Entering, type Inside, judgeFence, type Standing, type Way } from './judge-fence.ts';
import type { FenceEvent } from './row.ts';

/**
 * Judges a way by the fences that the vehicle was in or about to enter, and by others that it touches, and adds what happened.
 * Fences that do not exist any more are forgotten.
 *
 * @param sinceMs only fences that began, changed or ended after this are judged; the others stay as they are
 * @returns the same state where nothing changed
 */
export function judgeFences(
  state: GeofenceState,
  fences: Fences,
  touched: readonly FenceVersion[],
  way: Way,
  sinceMs: number,
  events: FenceEvent[],
): GeofenceState {
  const crossed: Crossed[] = [];
  const inside: Inside[] = [];
  const entering: Entering[] = [];
  // What is known of a crossing on the way here says nothing once the way is not known.
  const isWayKnown = way.start !== way.end;
  const judge = (version: FenceVersion, before: Standing) => {
    const after = judgeFence(version, way, before, crossed);
    if (after.inside) inside.push(after.inside);
    if (after.entering) entering.push({ geofenceId: version.geofenceId, ...after.entering });
  };

  for (const one of state.inside) {
    const version = fences.versionAt(one.geofenceId, way.endMs);
    if (!version) leaveEnded(one, fences, way, crossed);
    else if (version.validFromMs <= sinceMs) inside.push(one);
    else judge(version, { inside: isWayKnown || !one.leaving ? one : { ...one, leaving: null }, entering: null });
  }
  for (const one of state.entering) {
    const version = fences.versionAt(one.geofenceId, way.endMs);
    if (!version) continue;
    if (version.validFromMs <= sinceMs) entering.push(one);
    else judge(version, { inside: null, entering: isWayKnown ? crossingOf(one) : null });
  }
  for (const version of touched) {
    if (!isKnown(state, version.geofenceId)) judge(version, { inside: null, entering: null });
  }
  for (const one of crossed) {
    events.push({ ...one, stayMs: one.type === 'exit' ? one.at.atMs - one.enteredAtMs : null });
  }
  return changed(state, sorted(inside), sorted(entering));
}

/** A fence that is not watched any more is left at the moment when that began. */
function leaveEnded(one: Inside, fences: Fences, { start, endMs }: Way, crossed: Crossed[]): void {
  const version = fences.versionsOf(one.geofenceId).findLast(({ validToMs }) => validToMs !== null && validToMs <= endMs);
  if (!version) return;
  const atMs = Math.max(version.validToMs as number, one.enteredAtMs, one.dwelledAtMs ?? one.enteredAtMs);
  const at = { atMs, latitude: start.latitude, longitude: start.longitude };
  crossed.push({ type: 'exit', version, at, enteredAtMs: one.enteredAtMs });
}

function isKnown(state: GeofenceState, geofenceId: string): boolean {
  return state.inside.some((one) => one.geofenceId === geofenceId) || state.entering.some((one) => one.geofenceId === geofenceId);
}

function crossingOf({ atMs, latitude, longitude }: Entering) {
  return { atMs, latitude, longitude };
}

/** In an order that follows from nothing but the fences, so that equal states are equal texts. */
function sorted<T extends { geofenceId: string }>(list: T[]): T[] {
  return list.sort((a, b) => (a.geofenceId < b.geofenceId ? -1 : 1));
}

function changed(state: GeofenceState, inside: Inside[], entering: Entering[]): GeofenceState {
  const sameInside = isSame(state.inside, inside, (a, b) => a === b);
  const sameEntering = isSame(state.entering, entering, (a, b) => a.geofenceId === b.geofenceId && a.atMs === b.atMs);
  if (sameInside && sameEntering) return state;
  return { ...state, inside: sameInside ? state.inside : inside, entering: sameEntering ? state.entering : entering };
}

function isSame<T>(before: readonly T[], after: readonly T[], equal: (a: T, b: T) => boolean): boolean {
  return before.length === after.length && before.every((one, index) => equal(one, after[index] as T));
}
