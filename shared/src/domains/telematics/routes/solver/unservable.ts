import type { Problem, SolverStop, SolverVehicle } from './problem.ts';

export const unservableReasons = ['exceeds_capacity', 'window_unreachable', 'returns_too_late', 'no_vehicle_left'] as const;

/** Why a stop is in no tour; stable codes. */
export type UnservableReason = (typeof unservableReasons)[number];

/**
 * Why no vehicle serves a stop: it is too much for the largest, cannot be reached in its window even directly, leaves no time to
 * return, or fits a vehicle alone but no tour beside the others.
 */
export function reasonOf(problem: Problem, index: number): UnservableReason {
  const stop = problem.stops[index] as SolverStop;
  const roomy = problem.vehicles.filter(
    ({ maxWeightKg, maxVolumeM3 }) => stop.weightKg <= maxWeightKg && stop.volumeM3 <= maxVolumeM3,
  );
  if (roomy.length === 0) return 'exceeds_capacity';
  const start = problem.stops.length;
  const seconds = ({ matrix }: SolverVehicle, from: number, to: number) => matrix.seconds[from * matrix.size + to] as number;
  const punctual = roomy.filter((vehicle) => seconds(vehicle, start, index) <= stop.dueS);
  if (punctual.length === 0) return 'window_unreachable';
  const returns = punctual.some((vehicle) => {
    const departureS = Math.max(seconds(vehicle, start, index), stop.readyS) + stop.serviceS;
    return departureS + seconds(vehicle, index, start + 1) <= problem.returnByS;
  });
  return returns ? 'no_vehicle_left' : 'returns_too_late';
}
