import type { Component } from '../component.ts';
import { type CodesState, stepCodes } from './codes.ts';
import { type FuelState, stepFuel } from './fuel.ts';
import { endIdleInSilence, type IdleState, openIdle, stepIdle } from './idle.ts';
import { type IgnitionState, stepIgnition } from './ignition.ts';
import { passInputs } from './inputs.ts';
import { type RunningState, stepRunning } from './running.ts';

export type EngineState = {
  ignition: IgnitionState;
  idle: IdleState;
  running: RunningState;
  fuel: FuelState;
  codes: CodesState;
};

/** Ignition, idling, engine hours, fuel, trouble codes and inputs of a vehicle. */
export const engine: Component<EngineState> = {
  initial: { ignition: null, idle: null, running: null, fuel: null, codes: null },
  step(state, context, emit) {
    if (context.reading.events.length > 0) passInputs(context, emit);
    const ignition = stepIgnition(state.ignition, context, emit);
    const idle = stepIdle(state.idle, context, emit);
    const running = stepRunning(state.running, context);
    const fuel = stepFuel(state.fuel, context, running, emit);
    const codes = stepCodes(state.codes, context, emit);
    const isSame =
      ignition === state.ignition &&
      idle === state.idle &&
      running === state.running &&
      fuel === state.fuel &&
      codes === state.codes;
    return isSame ? state : { ignition, idle, running, fuel, codes };
  },
  dueMs: ({ idle }) => idle?.silentMs ?? null,
  fire: (state, context, emit) => (state.idle ? { ...state, idle: endIdleInSilence(state.idle, context, emit) } : state),
  open: ({ idle }, vehicleId, emit) => openIdle(idle, vehicleId, emit),
};

/** Trouble codes that are active now; null where no device ever looked. */
export function activeCodes({ codes }: EngineState): string[] | null {
  return codes?.map(([code]) => code) ?? null;
}

/**
 * Hours that the engine has run in its life: those last reported, and how long it ran since; null where they were never reported.
 */
export function engineHours({ running }: EngineState): number | null {
  if (!running?.reported) return null;
  return running.reported.hours + (running.ranMs - running.reported.ranMs) / 3_600_000;
}
