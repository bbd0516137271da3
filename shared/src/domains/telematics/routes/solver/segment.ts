import type { DistanceMatrix } from '../matrix.ts';
import type { Criterion, Problem, SolverVehicle } from './problem.ts';

/**
 * A chain of places, summed up so that two chains are joined in constant time, whatever their length (Vidal, Crainic, Gendreau and
 * Prins 2013, "A hybrid genetic algorithm with adaptive diversity management for a large class of vehicle routing problems with
 * time-windows", section 4.5). Begun at `t`, which is at most `latestStart`, it ends at `max(t + duration, earliestEnd)`; entered with
 * `w` kilograms on board, it burns `litres + litresPerKg * w - relief`.
 */
export type Segment = {
  first: number;
  last: number;
  duration: number;
  earliestEnd: number;
  /** -Infinity: its windows contradict each other. */
  latestStart: number;
  metres: number;
  litres: number;
  litresPerKg: number;
  /** Litres saved, as what was unloaded on the way is not carried further. */
  relief: number;
  weightKg: number;
  volumeM3: number;
};

/** A segment to join into. */
export function blankSegment(): Segment {
  return {
    first: 0,
    last: 0,
    duration: 0,
    earliestEnd: Number.NEGATIVE_INFINITY,
    latestStart: Number.POSITIVE_INFINITY,
    metres: 0,
    litres: 0,
    litresPerKg: 0,
    relief: 0,
    weightKg: 0,
    volumeM3: 0,
  };
}

/** The places of a problem as segments of one place: the stops, the start, which is left at 0, and the end. */
export function placeSegments({ stops, returnByS }: Problem): Segment[] {
  const places = stops.map(({ readyS, dueS, serviceS, weightKg, volumeM3 }, index) => ({
    ...blankSegment(),
    first: index,
    last: index,
    duration: serviceS,
    earliestEnd: readyS + serviceS,
    latestStart: dueS,
    weightKg,
    volumeM3,
  }));
  const [start, end] = [stops.length, stops.length + 1];
  return [
    ...places,
    { ...blankSegment(), first: start, last: start, earliestEnd: 0, latestStart: 0 },
    { ...blankSegment(), first: end, last: end, latestStart: returnByS },
  ];
}

/** Writes `a` followed by `b` into `into`, which may be one of them. */
export function join(into: Segment, a: Segment, b: Segment, matrix: DistanceMatrix): void {
  const leg = a.last * matrix.size + b.first;
  const seconds = matrix.seconds[leg] as number;
  const litresPerKg = matrix.litresPerKg[leg] as number;
  const arrival = a.earliestEnd + seconds;
  const latestStart = Math.min(a.latestStart, b.latestStart - seconds - a.duration);
  const relief = a.relief + b.relief + (litresPerKg + b.litresPerKg) * a.weightKg;
  into.latestStart = arrival > b.latestStart ? Number.NEGATIVE_INFINITY : latestStart;
  into.earliestEnd = Math.max(arrival + b.duration, b.earliestEnd);
  into.duration = a.duration + seconds + b.duration;
  into.metres = a.metres + (matrix.metres[leg] as number) + b.metres;
  into.litres = a.litres + (matrix.litres[leg] as number) + b.litres;
  into.litresPerKg = a.litresPerKg + litresPerKg + b.litresPerKg;
  into.relief = relief;
  into.weightKg = a.weightKg + b.weightKg;
  into.volumeM3 = a.volumeM3 + b.volumeM3;
  into.first = a.first;
  into.last = b.last;
}

/** Sums of decimals, such as 0.1 m³ thrice, are not exact; this much more is no overload. */
const overload = 1e-6;

/** What a whole tour costs by the criterion, with a trace of another so that ties are decided; Infinity where a rule is broken. */
export function tourCost(tour: Segment, vehicle: SolverVehicle, criterion: Criterion): number {
  const fits = tour.weightKg <= vehicle.maxWeightKg + overload && tour.volumeM3 <= vehicle.maxVolumeM3 + overload;
  if (tour.latestStart < 0 || !fits) return Number.POSITIVE_INFINITY;
  const seconds = tour.earliestEnd;
  if (criterion === 'fastest') return seconds + tour.metres * 1e-6;
  if (criterion === 'shortest') return tour.metres + seconds * 1e-6;
  return tour.litres + tour.litresPerKg * tour.weightKg - tour.relief + seconds * 1e-9;
}
