import { longestChain, sumUp } from './movesWithin.ts';
import { blankSegment, type Segment } from './segment.ts';
import { costAcross, costOf, type Plan, placeOf, type Tour } from './tour.ts';

/** Other stops for two tours, and what both cost together. */
export type Exchanged = { first: number[]; second: number[]; cost: number };

type Consider = (cost: number, stops: () => [first: number[], second: number[]]) => void;

/** The cheapest pair of tours that a moved chain, a swap of two stops or a swap of tails (2-opt*) makes of these; themselves where none is. */
export function bestBetween(plan: Plan, first: Tour, second: Tour): Exchanged {
  let best: Exchanged = { first: first.stops, second: second.stops, cost: first.cost + second.cost };
  const consider: Consider = (cost, stops) => {
    if (cost >= best.cost) return;
    const [toFirst, toSecond] = stops();
    best = { cost, first: toFirst, second: toSecond };
  };
  moveChains(plan, first, second, consider);
  moveChains(plan, second, first, (cost, stops) => consider(cost, () => stops().reverse() as [number[], number[]]));
  swapStops(plan, first, second, consider);
  if (first.vehicle.matrix === second.vehicle.matrix) swapTails(plan, first, second, consider);
  return best;
}

const chain = blankSegment();

function moveChains(plan: Plan, from: Tour, to: Tour, consider: Consider): void {
  for (let length = 1; length <= longestChain; length += 1) {
    for (let begin = 0; begin + length <= from.stops.length; begin += 1) {
      const rest = from.stops.length === length ? 0 : costBetween(plan, from, from, begin, begin + length);
      const moved = from.stops.slice(begin, begin + length);
      for (const order of length === 1 ? [moved] : [moved, moved.toReversed()]) {
        sumUp(chain, plan, to, order);
        for (let gap = 0; gap <= to.stops.length; gap += 1) {
          consider(rest + costOf(plan, to, to.before[gap] as Segment, chain, to.after[gap] as Segment), () => [
            from.stops.toSpliced(begin, length),
            to.stops.toSpliced(gap, 0, ...order),
          ]);
        }
      }
    }
  }
}

function swapStops(plan: Plan, first: Tour, second: Tour, consider: Consider): void {
  for (const [index, stop] of first.stops.entries()) {
    for (const [other, otherStop] of second.stops.entries()) {
      const [head, tail] = [first.before[index] as Segment, first.after[index + 1] as Segment];
      const cost = costOf(plan, first, head, placeOf(plan, otherStop), tail);
      if (cost === Number.POSITIVE_INFINITY) continue;
      const [otherHead, otherTail] = [second.before[other] as Segment, second.after[other + 1] as Segment];
      consider(cost + costOf(plan, second, otherHead, placeOf(plan, stop), otherTail), () => [
        first.stops.with(index, otherStop),
        second.stops.with(other, stop),
      ]);
    }
  }
}

function swapTails(plan: Plan, first: Tour, second: Tour, consider: Consider): void {
  for (let gap = 0; gap <= first.stops.length; gap += 1) {
    for (let other = 0; other <= second.stops.length; other += 1) {
      const ends = { first: gap === 0 && other === second.stops.length, second: other === 0 && gap === first.stops.length };
      const cost =
        (ends.first ? 0 : costBetween(plan, first, second, gap, other)) +
        (ends.second ? 0 : costBetween(plan, second, first, other, gap));
      consider(cost, () => [
        [...first.stops.slice(0, gap), ...second.stops.slice(other)],
        [...second.stops.slice(0, other), ...first.stops.slice(gap)],
      ]);
    }
  }
}

/** Cost of the beginning of one tour with the end of another, driven by the vehicle of the first. */
function costBetween(plan: Plan, head: Tour, tail: Tour, gap: number, other: number): number {
  return costAcross(plan, head, head.before[gap] as Segment, tail.after[other] as Segment);
}
