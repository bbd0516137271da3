import type { Place } from '../../geo/haversine.ts';
import type { AcceptedFix } from '../component.ts';
import type { GeofenceState } from './component.ts';
import { type Fences, type FenceVersion, isInForce } from './fences.ts';
import type { Inside } from './judge-fence.ts';
import type { FenceEvent } from './row.ts';

/** The next moment at which a stay becomes a dwell, unless the vehicle leaves before; null: none. */
export function dwellDueMs({ inside }: Pick<GeofenceState, 'inside'>, fences: Fences): number | null {
  let due: number | null = null;
  for (const one of inside) {
    const dwell = dwellOf(one, fences);
    if (dwell && (due === null || dwell.atMs < due)) due = dwell.atMs;
  }
  return due;
}

/**
 * When a stay becomes a dwell, once: after the time that the fence says at that moment. While the vehicle seems to have left it does not.
 */
function dwellOf({ geofenceId, enteredAtMs, dwelledAtMs, leaving }: Inside, fences: Fences) {
  if (dwelledAtMs !== null || leaving !== null) return null;
  for (const version of fences.versionsOf(geofenceId)) {
    if (version.dwellMs === null) continue;
    const atMs = Math.max(enteredAtMs + version.dwellMs, version.validFromMs);
    if (isInForce(version, atMs)) return { version, atMs };
  }
  return null;
}

/** Notes and tells the stays that have become dwells until a moment. */
export function dwells(state: GeofenceState, fences: Fences, place: Place, untilMs: number, events: FenceEvent[]): GeofenceState {
  const { latitude, longitude } = place;
  let inside: Inside[] | undefined;
  for (let i = 0; i < state.inside.length; i += 1) {
    const one = state.inside[i] as Inside;
    const dwell = dwellOf(one, fences);
    if (!dwell || dwell.atMs > untilMs) continue;
    const { version, atMs } = dwell;
    events.push({ type: 'dwell', version, at: { atMs, latitude, longitude }, stayMs: atMs - one.enteredAtMs });
    inside ??= [...state.inside];
    inside[i] = { ...one, dwelledAtMs: atMs };
  }
  return inside ? { ...state, inside } : state;
}

/**
 * The next moment at which a fence around the vehicle, or one that it is in, begins, changes or ends; null: none.
 *
 * @param last the last accepted fix
 */
export function nextChangeMs(state: GeofenceState, fences: Fences, last: AcceptedFix | null): number | null {
  if (!last) return null;
  const sinceMs = Math.max(last.atMs, state.checkedMs ?? last.atMs);
  if (fences.lastChangeMs <= sinceMs) return null;
  let next = changeAfter(fences.around(last), sinceMs, Infinity);
  for (const { geofenceId } of state.inside) next = changeAfter(fences.versionsOf(geofenceId), sinceMs, next);
  for (const { geofenceId } of state.entering) next = changeAfter(fences.versionsOf(geofenceId), sinceMs, next);
  return next === Infinity ? null : next;
}

function changeAfter(versions: readonly FenceVersion[], sinceMs: number, before: number): number {
  let next = before;
  for (const { validFromMs, validToMs } of versions) {
    if (validFromMs > sinceMs && validFromMs < next) next = validFromMs;
    if (validToMs !== null && validToMs > sinceMs && validToMs < next) next = validToMs;
  }
  return next;
}
