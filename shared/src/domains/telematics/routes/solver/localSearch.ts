import { bestBetween } from './movesBetween.ts';
import { bestWithin } from './movesWithin.ts';
import { type Plan, setStops, type Tour } from './tour.ts';

/** Less than a billionth is the noise of floating point, not a saving. */
const saves = (cost: number, before: number) => before - cost > 1e-9 * (1 + before);

/** Improves a plan, move by move, until no move makes any tour or any pair of tours cheaper. */
export function improve(plan: Plan): void {
  let changed = new Set<Tour>(plan.tours);
  while (changed.size > 0) {
    const now = new Set<Tour>();
    for (const [index, tour] of plan.tours.entries()) {
      if (changed.has(tour) && improveTour(plan, tour)) now.add(tour);
      for (const other of plan.tours.slice(index + 1)) {
        const touched = [tour, other].some((one) => changed.has(one) || now.has(one));
        if (touched && improvePair(plan, tour, other)) now.add(tour).add(other);
      }
    }
    changed = now;
  }
}

function improveTour(plan: Plan, tour: Tour): boolean {
  let improved = false;
  for (;;) {
    const { stops, cost } = bestWithin(plan, tour);
    if (!saves(cost, tour.cost)) return improved;
    setStops(plan, tour, stops);
    improved = true;
  }
}

function improvePair(plan: Plan, tour: Tour, other: Tour): boolean {
  let improved = false;
  for (;;) {
    const { first, second, cost } = bestBetween(plan, tour, other);
    if (!saves(cost, tour.cost + other.cost)) return improved;
    setStops(plan, tour, first);
    setStops(plan, other, second);
    improved = true;
  }
}
