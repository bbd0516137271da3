import type { DistanceMatrix } from '../matrix.ts';

export const criteria = ['fastest', 'shortest', 'fuel_efficient'] as const;

/** What is made small: seconds from departure to the end (waiting and service included), metres, or litres. Summed over all vehicles. */
export type Criterion = (typeof criteria)[number];

/** A place to be visited once. Times are whole seconds since the departure. */
export type SolverStop = {
  /** Service begins at this moment at the earliest; the vehicle waits. -Infinity: any time. */
  readyS: number;
  /** Service begins at this moment at the latest. Infinity: any time. */
  dueS: number;
  serviceS: number;
  /** What is unloaded here; it is on board from the start. */
  weightKg: number;
  volumeM3: number;
};

/** A vehicle makes one tour at most. Its limits may be infinite. */
export type SolverVehicle = { maxWeightKg: number; maxVolumeM3: number; matrix: DistanceMatrix };

/**
 * A vehicle routing problem with time windows and capacities. Places of the matrices: the stops in their order, then the start, then
 * the end of every tour.
 */
export type Problem = {
  stops: readonly SolverStop[];
  vehicles: readonly SolverVehicle[];
  criterion: Criterion;
  /** Tours end at this moment at the latest. */
  returnByS: number;
};

/** Tours by vehicle, as indices of stops, and the stops that no vehicle can serve. */
export type Solution = { tours: number[][]; unassigned: number[] };
