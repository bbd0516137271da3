import type { Component, StepContext } from '../component.ts';
import { placeOf, secondsBetween, vehicleEvent } from '../engine/row.ts';
import { movingKph } from '../moving.ts';

/** When the device last reported, and when it is offline if it reports no more; null once it is. */
export type ConnectivityState = { lastMs: number; offlineMs: number | null } | null;

/**
 * Whether devices report. One that falls silent went offline at its last reading, which is known once the silence is longer than
 * the rules in force at that reading allow.
 */
export const connectivity: Component<ConnectivityState> = {
  initial: null,
  step(state, context, emit) {
    const { vehicleId, atMs } = context;
    if (state && state.offlineMs === null) {
      const durationSeconds = secondsBetween(state.lastMs, atMs);
      const what = { eventType: 'came_online', recordedAtMs: atMs, detectedAtMs: atMs, durationSeconds } as const;
      emit(vehicleEvent(vehicleId, placeOf(context), what));
    }
    return { lastMs: atMs, offlineMs: atMs + toleratedMs(context) + 1 };
  },
  dueMs: (state) => state?.offlineMs ?? null,
  fire(state, { vehicleId, atMs, previous }, emit) {
    if (!state) return state;
    const what = { eventType: 'went_offline', recordedAtMs: state.lastMs, detectedAtMs: atMs } as const;
    emit(vehicleEvent(vehicleId, placeOf({ fix: null, previous }), what));
    return { lastMs: state.lastMs, offlineMs: null };
  },
};

/** Whether the device is heard of as often as the rules ask for. */
export function isOnline(state: ConnectivityState): boolean {
  return state !== null && state.offlineMs !== null;
}

function toleratedMs({ engineOn, speedKph, rules }: StepContext): number {
  const isParked = !(engineOn ?? (speedKph === null || speedKph >= movingKph));
  return 1000 * (isParked ? rules.connectivity.parkedOfflineAfterSeconds : rules.connectivity.offlineAfterSeconds);
}
