import { setImmediate } from 'node:timers/promises';
import { insertStops } from './insert.ts';
import { improve } from './localSearch.ts';
import type { Problem, Solution } from './problem.ts';
import { randomOf } from './random.ts';
import { neighboursOf, ruin } from './ruin.ts';
import { emptyPlan, type Plan, planCost, setStops } from './tour.ts';

/** Attempts to improve; bounded by the size of the problem, not by a clock, so that every machine finds the same. */
const attemptsFor = (stops: number) => (stops < 2 ? 0 : Math.min(4_000, 100 + 60 * stops));

/** Other requests get their turn after so many; about 10 ms at most. */
const attemptsInARow = 32;

/** A gap is overlooked once in a hundred times. */
const blinkRate = 0.01;

/**
 * Finds tours that serve as many stops as can be served, and of those the cheapest it can find: cheapest insertion, then 2-opt,
 * Or-opt, relocation, exchange and 2-opt* until nothing improves, then ruin and recreate under simulated annealing, and the moves once
 * more. Never worse than the stops in the given order by the first vehicle, where that keeps all rules. The same input always has the
 * same answer. 200 stops take about a second, in which other work gets its turns.
 */
export async function solve(problem: Problem): Promise<Solution> {
  const plan = emptyPlan(problem);
  const stops = problem.stops.map((_, index) => index);
  // The far ones first: what is left for the end is easy to fit in between.
  const left = insertStops(plan, sortedBy(plan, stops, 'far'));
  improve(plan);
  let best = better(inGivenOrder(plan, stops), remember(plan, insertStops(plan, left)));
  recall(plan, best);
  best = await anneal(plan, best);
  recall(plan, best);
  improve(plan);
  best = better(best, remember(plan, insertStops(plan, best.unassigned)));
  return { tours: best.tours, unassigned: best.unassigned.toSorted((a, b) => a - b) };
}

type Memory = Solution & { cost: number };

const remember = (plan: Plan, unassigned: number[]): Memory => ({
  tours: plan.tours.map((tour) => tour.stops),
  unassigned,
  cost: planCost(plan),
});

const better = (a: Memory, b: Memory): Memory =>
  b.unassigned.length < a.unassigned.length || (b.unassigned.length === a.unassigned.length && b.cost < a.cost) ? b : a;

function recall(plan: Plan, memory: Memory): void {
  for (const [index, tour] of plan.tours.entries()) {
    const stops = memory.tours[index] as number[];
    if (tour.stops !== stops) setStops(plan, tour, stops);
  }
}

/** All stops in the order of the question by the first vehicle, if that keeps all rules; the plan stays as it is. */
function inGivenOrder(plan: Plan, stops: number[]): Memory {
  const tours = plan.tours.map((_, index) => (index === 0 ? stops : []));
  const trial = emptyPlan(plan.problem);
  const [first] = trial.tours;
  if (first) setStops(trial, first, stops);
  return first && first.cost < Number.POSITIVE_INFINITY
    ? { tours, unassigned: [], cost: first.cost }
    : { tours: plan.tours.map(() => []), unassigned: stops, cost: 0 };
}

async function anneal(plan: Plan, begin: Memory): Promise<Memory> {
  const count = plan.problem.stops.length;
  const attempts = plan.problem.vehicles.length === 0 ? 0 : attemptsFor(count);
  const random = randomOf(count);
  const neighbours = neighboursOf(plan.problem);
  const hottest = (0.5 * begin.cost) / Math.max(1, count);
  let current = begin;
  let best = begin;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt % attemptsInARow === 0) await setImmediate();
    const temperature = hottest * 0.001 ** (attempt / attempts);
    const removed = ruin(plan, neighbours, random);
    const order = orders[Math.floor(random() * orders.length)] as Order;
    const waiting = sortedBy(plan, [...removed, ...current.unassigned], order, random);
    const next = remember(
      plan,
      insertStops(plan, waiting, () => random() < blinkRate),
    );
    const allowed = { ...current, cost: current.cost - temperature * Math.log(random() || Number.MIN_VALUE) };
    if (better(allowed, next) === next) current = next;
    else recall(plan, current);
    best = better(best, current);
  }
  return best;
}

const orders = ['shuffled', 'heavy', 'far', 'near', 'urgent'] as const;
type Order = (typeof orders)[number];

function sortedBy(plan: Plan, stops: readonly number[], order: Order, random: () => number = () => 0): number[] {
  const { problem } = plan;
  const matrix = problem.vehicles[0]?.matrix;
  const start = problem.stops.length;
  const metres = (stop: number) => matrix?.metres[start * matrix.size + stop] ?? 0;
  const keys: Record<Order, (stop: number) => number> = {
    shuffled: random,
    heavy: (stop) => -(problem.stops[stop]?.weightKg ?? 0),
    far: (stop) => -metres(stop),
    near: metres,
    urgent: (stop) => problem.stops[stop]?.dueS ?? 0,
  };
  const keyed = stops.map((stop) => ({ stop, key: keys[order](stop) }));
  return keyed.sort((a, b) => compare(a.key, b.key) || a.stop - b.stop).map(({ stop }) => stop);
}

/** Infinite keys have no difference. */
const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
