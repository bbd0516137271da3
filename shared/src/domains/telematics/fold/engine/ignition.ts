import type { Emit, StepContext } from '../component.ts';
import { placeOf, secondsBetween, vehicleEvent } from './row.ts';

/** The ignition as last reported; `sinceMs` is null where it was like this when it was first reported. */
export type IgnitionState = { on: boolean; sinceMs: number | null } | null;

/** The first report is no change. How long the ignition was on stands in the event that it went off. */
export function stepIgnition(state: IgnitionState, context: StepContext, emit: Emit): IgnitionState {
  const { reading, atMs, vehicleId } = context;
  if (reading.ignitionOn === null || reading.ignitionOn === state?.on) return state;
  const next = { on: reading.ignitionOn, sinceMs: state ? atMs : null };
  if (!state) return next;
  const durationSeconds = next.on || state.sinceMs === null ? null : secondsBetween(state.sinceMs, atMs);
  const eventType = next.on ? 'ignition_on' : 'ignition_off';
  emit(vehicleEvent(vehicleId, placeOf(context), { eventType, recordedAtMs: atMs, detectedAtMs: atMs, durationSeconds }));
  return next;
}
