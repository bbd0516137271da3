import { estimateMatrix } from '@wheelhouse/shared/domains/telematics/routes/estimateMatrix.ts';
import { fuelModel } from '@wheelhouse/shared/domains/telematics/routes/fuelModel.ts';
import type { Criterion, Problem, Solution, SolverStop } from '@wheelhouse/shared/domains/telematics/routes/solver/problem.ts';
import { criteria } from '@wheelhouse/shared/domains/telematics/routes/solver/problem.ts';
import { scheduleOf } from '@wheelhouse/shared/domains/telematics/routes/solver/schedule.ts';
import fc from 'fast-check';

/** A stop that may be served at any time and weighs nothing. */
export const anyStop: SolverStop = {
  readyS: Number.NEGATIVE_INFINITY,
  dueS: Number.POSITIVE_INFINITY,
  serviceS: 0,
  weightKg: 0,
  volumeM3: 0,
};

export type Drawn = {
  places: { latitude: number; longitude: number }[];
  stops: Partial<SolverStop>[];
  vehicles: { maxWeightKg: number; maxVolumeM3: number }[];
  criterion: Criterion;
  returnByS: number;
};

/** The problem of some places: those of the stops, then the depot, which is start and end. */
export function problemOf({ places, stops, vehicles, criterion, returnByS }: Drawn): Problem {
  const depot = places.at(-1)!;
  const matrix = estimateMatrix([...places, depot], fuelModel({ vehicleType: 'truck', fuelType: 'diesel' }));
  return {
    stops: stops.map((stop) => ({ ...anyStop, ...stop })),
    vehicles: vehicles.map((vehicle) => ({ ...vehicle, matrix })),
    criterion,
    returnByS,
  };
}

const mostly = (value: number, other: fc.Arbitrary<number>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });

const stop = fc
  .record({
    readyS: mostly(Number.NEGATIVE_INFINITY, fc.integer({ min: 0, max: 12_000 })),
    openS: mostly(Number.POSITIVE_INFINITY, fc.integer({ min: 600, max: 15_000 })),
    serviceS: fc.integer({ min: 0, max: 1_800 }),
    weightKg: fc.integer({ min: 0, max: 600 }),
    volumeM3: fc.integer({ min: 0, max: 30 }).map((tenths) => tenths / 10),
  })
  .map(({ openS, ...rest }) => ({ ...rest, dueS: Math.max(0, rest.readyS) + openS }));

/** Problems around a city, with windows, loads and vehicles of different size. */
export const problems = (maxStops: number, maxVehicles: number) =>
  fc
    .integer({ min: 0, max: maxStops })
    .chain((count) =>
      fc.record({
        places: fc.array(
          fc.record({
            latitude: fc.double({ min: 41.6, max: 42.1, noNaN: true }),
            longitude: fc.double({ min: -88.1, max: -87.5, noNaN: true }),
          }),
          { minLength: count + 1, maxLength: count + 1 },
        ),
        stops: fc.array(stop, { minLength: count, maxLength: count }),
        vehicles: fc.array(
          fc.record({
            maxWeightKg: fc.constantFrom(700, 2_000, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
            maxVolumeM3: fc.constantFrom(3, 8, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
          }),
          { minLength: 1, maxLength: maxVehicles },
        ),
        criterion: fc.constantFrom(...criteria),
        returnByS: fc.constantFrom(15_000, 50_000, Number.POSITIVE_INFINITY),
      }),
    )
    .map(problemOf);

/** What a tour breaks, judged by driving it through, without what the solver knows of it. */
export function broken(problem: Problem, solution: Solution): string[] {
  const visited = solution.tours.flat();
  const all = [...visited, ...solution.unassigned].sort((a, b) => a - b);
  const complaints = all.join() === problem.stops.map((_, index) => index).join() ? [] : [`stops ${all}`];
  for (const [index, tour] of solution.tours.entries()) complaints.push(...brokenBy(problem, index, tour));
  return complaints;
}

export function brokenBy(problem: Problem, vehicleIndex: number, tour: readonly number[]): string[] {
  const vehicle = problem.vehicles[vehicleIndex]!;
  const schedule = scheduleOf(problem, vehicle, tour);
  const sum = (key: 'weightKg' | 'volumeM3') => tour.reduce((total, index) => total + problem.stops[index]![key], 0);
  const late = schedule.visits.filter(({ stop, serviceBeginS }) => serviceBeginS > problem.stops[stop]!.dueS);
  const early = schedule.visits.filter(({ stop, serviceBeginS }) => serviceBeginS < problem.stops[stop]!.readyS);
  return [
    ...late.map(({ stop }) => `late at ${stop}`),
    ...early.map(({ stop }) => `early at ${stop}`),
    ...(tour.length > 0 && schedule.endS > problem.returnByS ? [`back too late: ${schedule.endS}`] : []),
    ...(sum('weightKg') > vehicle.maxWeightKg + 1e-6 ? ['too heavy'] : []),
    ...(sum('volumeM3') > vehicle.maxVolumeM3 + 1e-6 ? ['too large'] : []),
  ];
}

/** What tours cost, by driving them through. */
export function costOf(problem: Problem, tours: readonly (readonly number[])[]): number {
  return tours.reduce((total, tour, index) => {
    const { endS, metres, litres } = scheduleOf(problem, problem.vehicles[index]!, tour);
    return total + { fastest: endS, shortest: metres, fuel_efficient: litres }[problem.criterion];
  }, 0);
}

/** The cheapest order for the first vehicle alone that serves all stops, by trying each; undefined where none does. */
export function cheapestOrder(problem: Problem): { order: number[]; cost: number } | undefined {
  let best: { order: number[]; cost: number } | undefined;
  for (const order of permutations(problem.stops.map((_, index) => index))) {
    if (brokenBy(problem, 0, order).length > 0) continue;
    const cost = costOf(problem, [order]);
    if (!best || cost < best.cost) best = { order, cost };
  }
  return best;
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}
