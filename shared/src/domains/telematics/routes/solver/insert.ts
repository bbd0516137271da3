import type { Segment } from './segment.ts';
import { costOf, type Plan, placeOf, setStops, type Tour } from './tour.ts';

/**
 * Inserts stops, in the order in which they are given, where each costs least; answers those that fit nowhere. `blinks()` true
 * overlooks a gap, which lets repeated attempts differ.
 */
export function insertStops(plan: Plan, stops: readonly number[], blinks: () => boolean = () => false): number[] {
  return stops.filter((stop) => !insertStop(plan, stop, blinks));
}

function insertStop(plan: Plan, stop: number, blinks: () => boolean): boolean {
  const place = placeOf(plan, stop);
  let best: { tour: Tour; gap: number } | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const tour of plan.tours) {
    for (let gap = 0; gap <= tour.stops.length; gap += 1) {
      if (blinks()) continue;
      const added = costOf(plan, tour, tour.before[gap] as Segment, place, tour.after[gap] as Segment) - tour.cost;
      if (added >= least) continue;
      least = added;
      best = { tour, gap };
    }
  }
  if (best) setStops(plan, best.tour, best.tour.stops.toSpliced(best.gap, 0, stop));
  return best !== undefined;
}
