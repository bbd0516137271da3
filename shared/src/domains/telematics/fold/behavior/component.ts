import type { Component } from '../component.ts';
import { type HarshState, stepHarsh } from './harsh.ts';
import { emitOpenIdling, fireIdling, type Idling, idlingDueMs, stepIdling } from './idling.ts';
import { emitOpenManoeuvres, manoeuvresDueMs, settleManoeuvres } from './manoeuvres.ts';
import { endSpeeding, type Speeding, stepSpeeding } from './speeding.ts';

export type BehaviorState = { harsh: HarshState; speeding: Speeding | null; idling: Idling | null };

/** How a vehicle is driven: harsh manoeuvres, speeding, long idling. */
export const behavior: Component<BehaviorState> = {
  initial: { harsh: { speeds: null, headings: null, manoeuvres: [] }, speeding: null, idling: null },

  step(state, context, emit) {
    const harsh = stepHarsh(state.harsh, context, emit);
    const speeding = stepSpeeding(state.speeding, context, emit);
    const idling = stepIdling(state.idling, context, emit);
    if (harsh === state.harsh && speeding === state.speeding && idling === state.idling) return state;
    return { harsh, speeding, idling };
  },

  dueMs({ harsh, speeding, idling }) {
    let due = manoeuvresDueMs(harsh.manoeuvres);
    if (speeding && (due === null || speeding.dueMs < due)) due = speeding.dueMs;
    if (!idling) return due;
    const idlingDue = idlingDueMs(idling);
    return due === null || idlingDue < due ? idlingDue : due;
  },

  fire(state, context, emit) {
    const { harsh, speeding, idling } = state;
    const manoeuvres = settleManoeuvres(harsh.manoeuvres, context, emit);
    const isOver = speeding !== null && speeding.dueMs <= context.atMs;
    if (isOver) endSpeeding(speeding, context.rules.behavior, context, emit);
    return {
      harsh: manoeuvres === harsh.manoeuvres ? harsh : { ...harsh, manoeuvres },
      speeding: isOver ? null : speeding,
      idling: idling && idlingDueMs(idling) <= context.atMs ? fireIdling(idling, context, emit) : idling,
    };
  },

  open({ harsh, idling }, vehicleId, emit) {
    emitOpenManoeuvres(harsh.manoeuvres, vehicleId, emit);
    if (idling) emitOpenIdling(idling, vehicleId, emit);
  },
};
