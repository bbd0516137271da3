import type { Place } from '../../geo/haversine.ts';
import type { AcceptedFix, Component, DueContext, Emit, StepContext } from '../component.ts';
import { derivedId } from '../derived.ts';
import { advanceLeg, beginLeg, idleUntil, type Leg, markOf, noteInLeg, reportedKph } from './leg.ts';
import { nearM } from './near.ts';
import { endedTrip, openTrip } from './row.ts';
import type { TripRules } from './rules.ts';
import { settled } from './stop.ts';

/** A trip that goes on. */
type Trip = {
  id: string;
  detectedAtMs: number;
  /** The first fix from which on the vehicle has stayed within the radius of a stop. */
  halt: Place & { atMs: number };
  /** Since when it stands with its engine off. */
  offAtMs: number | null;
  /** When the trip ends unless something is heard. */
  dueAtMs: number;
};

/**
 * A vehicle is at a stop or on a trip. `leg` is the way from where it last stood still; it becomes a trip once it leads far enough
 * from the stop.
 */
export type TripState = {
  leg: Leg | null;
  /** Place of the last stop; null while on a trip. */
  stop: Place | null;
  trip: Trip | null;
  /** Latest life-time consumption of the engine. */
  fuelUsedL: number | null;
};

/**
 * Trips. One begins where the vehicle last stood, as soon as it is `startDistanceM` from its last stop; it ends where the vehicle
 * arrived, once it has stayed within `stopRadiusM` for `stopAfterSeconds` or stood with its engine off for `ignitionOffSeconds`; and
 * where it was last seen, if that is longer ago than `splitGapSeconds`. Whoever moves is on a trip, whatever the ignition says: a
 * vehicle on a ferry or a tow truck, too. The engine's start alone begins none.
 */
export const trips: Component<TripState> = {
  initial: { leg: null, stop: null, trip: null, fuelUsedL: null },

  step(state, context, emit) {
    const fuelUsedL = context.reading.obd?.fuelUsedL ?? state.fuelUsedL;
    const { leg, stop, trip } = state;
    if (!context.fix) return noted(state, context, fuelUsedL);
    if (leg && trip) return travelled(leg, trip, context, fuelUsedL, emit);
    if (!leg || !stop || !context.previous) return stopped(context.fix, context, fuelUsedL);
    return rested(leg, stop, context, fuelUsedL, emit);
  },

  dueMs: ({ trip }) => trip?.dueAtMs ?? null,

  fire({ leg, trip, fuelUsedL }, context, emit) {
    const on = leg as Leg;
    const seen = context.previous as AcceptedFix;
    const ended = trip?.offAtMs === null ? seenUntil(on, seen, context, fuelUsedL) : on;
    emit(endedTrip(trip as Trip, ended, context));
    const { latitude, longitude } = ended.last;
    return {
      leg: beginLeg(markOf(seen, context.odometerKm, fuelUsedL), false, null, context.engineOn),
      stop: { latitude, longitude },
      trip: null,
      fuelUsedL,
    };
  },

  open({ leg, trip }, _vehicleId, emit) {
    if (leg && trip) emit(openTrip(trip, leg));
  },
};

/** Id of the trip that goes on. */
export function currentTripId({ trip }: TripState): string | null {
  return trip ? trip.id : null;
}

/** At a stop, of which nothing is known but this fix. */
function stopped(fix: AcceptedFix, context: StepContext, fuelUsedL: number | null): TripState {
  return {
    leg: legFrom(fix, context, fuelUsedL),
    stop: { latitude: fix.latitude, longitude: fix.longitude },
    trip: null,
    fuelUsedL,
  };
}

function legFrom(fix: AcceptedFix, context: StepContext, fuelUsedL: number | null): Leg {
  const speedKph = reportedKph(context);
  const moving = speedKph !== null && speedKph >= context.rules.trips.standingBelowKph;
  return beginLeg(markOf(fix, context.odometerKm, fuelUsedL), moving, speedKph, context.engineOn);
}

function rested(leg: Leg, stop: Place, context: StepContext, fuelUsedL: number | null, emit: Emit): TripState {
  const { rules, previous, elapsedMs, atMs } = context;
  const fix = context.fix as AcceptedFix;
  const { startDistanceM, stopAfterSeconds, splitGapSeconds } = rules.trips;
  const awayM = nearM(stop, fix);
  // Both places may be off by the accuracy: less than twice that is no way.
  const away = awayM >= startDistanceM && awayM > 2 * (fix.accuracyM ?? 0);
  const unseen = elapsedMs > splitGapSeconds * 1000;
  if (away && unseen) return stopped(fix, context, fuelUsedL);

  const on = advanceLeg(leg, context, fuelUsedL, away && leg.distanceM === 0);
  if (away) {
    // A single fix far away of a vehicle that says it stands is an echo more often than a journey.
    const doubtful = isStanding(context) && nearM(stop, previous as AcceptedFix) < startDistanceM;
    return doubtful ? { leg: on, stop, trip: null, fuelUsedL } : started(on, context, fuelUsedL, emit);
  }
  const standsAtStart = !on.moving && on.last === leg.last && isAtStart(on, fix, rules.trips);
  const begins = unseen || standsAtStart || atMs - on.start.atMs > stopAfterSeconds * 1000;
  return {
    leg: begins ? legFrom(fix, context, fuelUsedL) : on,
    stop: on.moving ? stop : settled(stop, fix, elapsedMs, stopAfterSeconds),
    trip: null,
    fuelUsedL,
  };
}

function isAtStart({ start, distanceM: drivenM }: Leg, fix: AcceptedFix, { jitterM }: TripRules): boolean {
  return drivenM === 0 || nearM(start, fix) <= Math.max(jitterM, fix.accuracyM ?? 0);
}

function started(leg: Leg, context: StepContext, fuelUsedL: number | null, emit: Emit): TripState {
  const { latitude, longitude, atMs } = leg.last;
  const id = derivedId(context.vehicleId, leg.start.atMs, 'trips');
  const trip = { id, detectedAtMs: context.atMs, halt: { latitude, longitude, atMs }, offAtMs: null, dueAtMs: 0 };
  emit(openTrip(trip, leg));
  return stoppedOrNot(leg, trip, leg.last.atMs === context.atMs, context, fuelUsedL, emit);
}

function travelled(leg: Leg, trip: Trip, context: StepContext, fuelUsedL: number | null, emit: Emit): TripState {
  const { rules, atMs } = context;
  const fix = context.fix as AcceptedFix;
  const on = advanceLeg(leg, context, fuelUsedL, context.previous === null);
  const stays = nearM(trip.halt, fix) <= rules.trips.stopRadiusM && !isDriving(context);
  const halt = stays ? trip.halt : { latitude: fix.latitude, longitude: fix.longitude, atMs };
  return stoppedOrNot(on, { ...trip, halt }, on.last !== leg.last, context, fuelUsedL, emit);
}

/** The trip ends if the vehicle has stayed long enough; else its deadlines are set anew. */
function stoppedOrNot(
  leg: Leg,
  trip: Trip,
  moved: boolean,
  context: StepContext,
  fuelUsedL: number | null,
  emit: Emit,
): TripState {
  const rules = context.rules.trips;
  const fix = context.fix as AcceptedFix;
  if (fix.atMs - trip.halt.atMs >= rules.stopAfterSeconds * 1000) {
    emit(endedTrip(trip, leg, context));
    const { latitude, longitude } = leg.last;
    return { leg: legFrom(fix, context, fuelUsedL), stop: { latitude, longitude }, trip: null, fuelUsedL };
  }
  const offAtMs = offSince(moved ? null : trip.offAtMs, !leg.moving, context);
  return { leg, stop: null, trip: { ...trip, offAtMs, dueAtMs: dueAt(offAtMs, fix.atMs, rules) }, fuelUsedL };
}

/** A reading without a place. */
function noted(state: TripState, context: StepContext, fuelUsedL: number | null): TripState {
  const { trip, stop } = state;
  if (!state.leg) return fuelUsedL === state.fuelUsedL ? state : { ...state, fuelUsedL };
  const leg = noteInLeg(state.leg, context);
  if (!trip) return leg === state.leg && fuelUsedL === state.fuelUsedL ? state : { leg, stop, trip, fuelUsedL };
  const driving = isDriving(context);
  const offAtMs = offSince(trip.offAtMs, !driving, context);
  const halt = driving ? { ...trip.halt, atMs: context.atMs } : trip.halt;
  if (leg === state.leg && halt === trip.halt && offAtMs === trip.offAtMs && fuelUsedL === state.fuelUsedL) return state;
  const seen = context.previous as AcceptedFix;
  return { leg, stop, trip: { ...trip, halt, offAtMs, dueAtMs: dueAt(offAtMs, seen.atMs, context.rules.trips) }, fuelUsedL };
}

/** Since when the engine is off and the vehicle stands. */
function offSince(offAtMs: number | null, stands: boolean, { engineOn, atMs }: StepContext): number | null {
  return engineOn === false && stands ? (offAtMs ?? atMs) : null;
}

/** The first moment that is later than a vehicle may be silent; earlier if its engine is off. */
function dueAt(offAtMs: number | null, seenAtMs: number, { splitGapSeconds, ignitionOffSeconds }: TripRules): number {
  const silentAtMs = seenAtMs + splitGapSeconds * 1000 + 1;
  return offAtMs === null ? silentAtMs : Math.min(silentAtMs, offAtMs + ignitionOffSeconds * 1000);
}

/** By its own speedometer: where a receiver in a tunnel repeats itself, that knows better. */
function isDriving({ reading, rules }: StepContext): boolean {
  const speedKph = reading.obd?.speedKph ?? null;
  return speedKph !== null && speedKph >= rules.trips.standingBelowKph;
}

function isStanding(context: StepContext): boolean {
  const speedKph = reportedKph(context);
  return speedKph !== null && speedKph < context.rules.trips.standingBelowKph;
}

/** The leg up to where the vehicle was last seen. */
function seenUntil(leg: Leg, seen: AcceptedFix, context: DueContext, fuelUsedL: number | null): Leg {
  const idleMs = idleUntil(leg, seen.atMs, context.rules.trips.stopAfterSeconds);
  return { ...leg, last: markOf(seen, context.odometerKm, fuelUsedL), idleMs };
}
