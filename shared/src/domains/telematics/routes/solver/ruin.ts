import type { Problem } from './problem.ts';
import { type Plan, setStops, type Tour } from './tour.ts';

/** Stops taken out at a time, on average: more make each attempt dearer, fewer find less (Christiaens and Vanden Berghe use 10). */
const averageRemoved = 10;

/** Of each stop all stops, the nearest first. */
export function neighboursOf({ stops, vehicles }: Problem): number[][] {
  const matrix = vehicles[0]?.matrix;
  if (!matrix) return [];
  const indices = stops.map((_, index) => index);
  return indices.map((from) => {
    const metres = (to: number) => (to === from ? -1 : (matrix.metres[from * matrix.size + to] as number));
    return indices.toSorted((a, b) => metres(a) - metres(b) || a - b);
  });
}

/**
 * Takes stops that lie near each other out of their tours: either a string of each of some neighbouring tours, or the nearest stops
 * wherever they are (Christiaens and Vanden Berghe 2020, "Slack induction by string removals for vehicle routing problems").
 */
export function ruin(plan: Plan, neighbours: readonly number[][], random: () => number): number[] {
  const tourOf = new Map(plan.tours.flatMap((tour) => tour.stops.map((stop) => [stop, tour] as const)));
  const centre = Math.floor(random() * neighbours.length);
  const near = (neighbours[centre] ?? []).filter((stop) => tourOf.has(stop));
  const count = 1 + Math.floor(random() * Math.min(2 * averageRemoved - 1, near.length));
  const removed = random() < 0.5 ? new Set(near.slice(0, count)) : strings(near, tourOf, count, random);
  for (const tour of new Set([...removed].map((stop) => tourOf.get(stop) as Tour))) {
    setStops(
      plan,
      tour,
      tour.stops.filter((stop) => !removed.has(stop)),
    );
  }
  return [...removed];
}

function strings(near: readonly number[], tourOf: Map<number, Tour>, count: number, random: () => number): Set<number> {
  const removed = new Set<number>();
  const ruined = new Set<Tour>();
  for (const stop of near) {
    const tour = tourOf.get(stop) as Tour;
    if (removed.size >= count) break;
    if (ruined.has(tour)) continue;
    ruined.add(tour);
    const length = Math.min(tour.stops.length, 1 + Math.floor(random() * (count - removed.size)));
    const at = tour.stops.indexOf(stop);
    const first = Math.max(0, at - length + 1);
    const last = Math.min(at, tour.stops.length - length);
    const begin = first + Math.floor(random() * (last - first + 1));
    for (const one of tour.stops.slice(begin, begin + length)) removed.add(one);
  }
  return removed;
}
