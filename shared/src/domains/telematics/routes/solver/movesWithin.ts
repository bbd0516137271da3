import { blankSegment, join, type Segment } from './segment.ts';
import { costOf, type Plan, placeOf, type Tour } from './tour.ts';

/** Longest chain of stops that is moved as a whole (Or 1976). */
export const longestChain = 3;

/** Another order of a tour, and what it costs. */
export type Reordered = { stops: number[]; cost: number };

const chain = blankSegment();
const turned = blankSegment();
const passed = blankSegment();
const pair = blankSegment();

/** A cheaper tour that one reversal of a part (2-opt) or one moved chain (Or-opt) makes of this one; itself where there is none. */
export function bestWithin(plan: Plan, tour: Tour): Reordered {
  let best: Reordered = { stops: tour.stops, cost: tour.cost };
  const consider = (cost: number, stops: () => number[]) => {
    if (cost < best.cost) best = { cost, stops: stops() };
  };
  reverseParts(plan, tour, consider);
  // Chains are moved in ten times as many ways: they wait until no reversal helps.
  for (let length = 1; length <= longestChain && best.stops === tour.stops; length += 1) moveChains(plan, tour, length, consider);
  return best;
}

type Consider = (cost: number, stops: () => number[]) => void;

function reverseParts(plan: Plan, tour: Tour, consider: Consider): void {
  const { stops, before, after, vehicle } = tour;
  for (let from = 0; from < stops.length - 1; from += 1) {
    Object.assign(turned, placeOf(plan, stops[from] as number));
    for (let to = from + 1; to < stops.length; to += 1) {
      join(turned, placeOf(plan, stops[to] as number), turned, vehicle.matrix);
      if (turned.latestStart === Number.NEGATIVE_INFINITY) break;
      consider(costOf(plan, tour, before[from] as Segment, turned, after[to + 1] as Segment), () => [
        ...stops.slice(0, from),
        ...stops.slice(from, to + 1).reverse(),
        ...stops.slice(to + 1),
      ]);
    }
  }
}

function moveChains(plan: Plan, tour: Tour, length: number, consider: Consider): void {
  const { stops, before, after, vehicle } = tour;
  for (let from = 0; from + length <= stops.length; from += 1) {
    const moved = stops.slice(from, from + length);
    const rest = stops.toSpliced(from, length);
    for (const order of length === 1 ? [moved] : [moved, moved.toReversed()]) {
      sumUp(chain, plan, tour, order);
      const placed = (gap: number) => () => rest.toSpliced(gap, 0, ...order);

      for (let to = from + length; to < stops.length; to += 1) {
        const place = placeOf(plan, stops[to] as number);
        if (to === from + length) Object.assign(passed, place);
        else join(passed, passed, place, vehicle.matrix);
        join(pair, passed, chain, vehicle.matrix);
        consider(costOf(plan, tour, before[from] as Segment, pair, after[to + 1] as Segment), placed(to + 1 - length));
      }
      for (let to = from - 1; to >= 0; to -= 1) {
        const place = placeOf(plan, stops[to] as number);
        if (to === from - 1) Object.assign(passed, place);
        else join(passed, place, passed, vehicle.matrix);
        join(pair, chain, passed, vehicle.matrix);
        consider(costOf(plan, tour, before[to] as Segment, pair, after[from + length] as Segment), placed(to));
      }
    }
  }
}

/** Sums up some stops by the matrix of a tour's vehicle. */
export function sumUp(into: Segment, plan: Plan, tour: Tour, stops: readonly number[]): void {
  Object.assign(into, placeOf(plan, stops[0] as number));
  for (const stop of stops.slice(1)) join(into, into, placeOf(plan, stop), tour.vehicle.matrix);
}
