import type { Problem, SolverVehicle } from './problem.ts';
import { blankSegment, join, placeSegments, type Segment, tourCost } from './segment.ts';

/** The tour of one vehicle, with what lies before and after each gap summed up. */
export type Tour = {
  vehicle: SolverVehicle;
  stops: number[];
  /** before[i]: the start and the first i stops. */
  before: Segment[];
  /** after[i]: the stops from i on, and the end. */
  after: Segment[];
  /** Zero for a vehicle that stays at home. */
  cost: number;
};

/** A problem being solved: its places and its tours. */
export type Plan = { problem: Problem; places: Segment[]; tours: Tour[] };

/** All vehicles at home. */
export function emptyPlan(problem: Problem): Plan {
  const plan: Plan = { problem, places: placeSegments(problem), tours: [] };
  plan.tours = problem.vehicles.map((vehicle) => ({ vehicle, stops: [], before: [], after: [], cost: 0 }));
  for (const tour of plan.tours) setStops(plan, tour, []);
  return plan;
}

/** The one place that a stop is. */
export function placeOf(plan: Plan, stop: number): Segment {
  return plan.places[stop] as Segment;
}

/** Gives a tour another order and sums it up anew. */
export function setStops(plan: Plan, tour: Tour, stops: number[]): void {
  const { before, after, vehicle } = tour;
  const count = stops.length;
  while (before.length <= count) {
    before.push(blankSegment());
    after.push(blankSegment());
  }
  Object.assign(before[0] as Segment, placeOf(plan, plan.problem.stops.length));
  Object.assign(after[count] as Segment, placeOf(plan, plan.problem.stops.length + 1));
  for (let index = 0; index < count; index += 1) {
    join(before[index + 1] as Segment, before[index] as Segment, placeOf(plan, stops[index] as number), vehicle.matrix);
  }
  for (let index = count - 1; index >= 0; index -= 1) {
    join(after[index] as Segment, placeOf(plan, stops[index] as number), after[index + 1] as Segment, vehicle.matrix);
  }
  tour.stops = stops;
  tour.cost = count === 0 ? 0 : costAcross(plan, tour, before[count] as Segment, after[count] as Segment);
}

const across = blankSegment();

/** Cost of the tour that consists of two chains, the first with the start, the second with the end. */
export function costAcross(plan: Plan, tour: Tour, head: Segment, tail: Segment): number {
  join(across, head, tail, tour.vehicle.matrix);
  return tourCost(across, tour.vehicle, plan.problem.criterion);
}

const headed = blankSegment();

/** Cost of the tour that consists of three chains. */
export function costOf(plan: Plan, tour: Tour, head: Segment, middle: Segment, tail: Segment): number {
  join(headed, head, middle, tour.vehicle.matrix);
  return costAcross(plan, tour, headed, tail);
}

/** Cost of all tours. */
export function planCost(plan: Plan): number {
  return plan.tours.reduce((sum, { cost }) => sum + cost, 0);
}
