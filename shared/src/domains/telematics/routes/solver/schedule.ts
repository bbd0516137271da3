import type { Problem, SolverVehicle } from './problem.ts';

/** One visit of a tour. Seconds since the departure; metres and litres until there. */
export type Visit = { stop: number; arrivalS: number; serviceBeginS: number; departureS: number; metres: number; litres: number };

/** A tour, driven through in the mind. */
export type Schedule = {
  visits: Visit[];
  endS: number;
  metres: number;
  drivingS: number;
  waitingS: number;
  serviceS: number;
  litres: number;
};

/** Times, distances and fuel of a tour, leg by leg; an early vehicle waits at the stop. */
export function scheduleOf(problem: Problem, vehicle: SolverVehicle, tour: readonly number[]): Schedule {
  const { matrix } = vehicle;
  const total: Schedule = { visits: [], endS: 0, metres: 0, drivingS: 0, waitingS: 0, serviceS: 0, litres: 0 };
  let place = problem.stops.length;
  let loadKg = tour.reduce((sum, stop) => sum + (problem.stops[stop]?.weightKg ?? 0), 0);
  const drive = (to: number) => {
    const leg = place * matrix.size + to;
    total.metres += matrix.metres[leg] as number;
    total.drivingS += matrix.seconds[leg] as number;
    total.litres += (matrix.litres[leg] as number) + (matrix.litresPerKg[leg] as number) * loadKg;
    total.endS += matrix.seconds[leg] as number;
    place = to;
  };
  for (const index of tour) {
    const stop = problem.stops[index] as Problem['stops'][number];
    drive(index);
    const arrivalS = total.endS;
    const serviceBeginS = Math.max(arrivalS, stop.readyS);
    total.endS = serviceBeginS + stop.serviceS;
    total.waitingS += serviceBeginS - arrivalS;
    total.serviceS += stop.serviceS;
    loadKg -= stop.weightKg;
    const { metres, litres } = total;
    total.visits.push({ stop: index, arrivalS, serviceBeginS, departureS: total.endS, metres, litres });
  }
  if (tour.length > 0) drive(problem.stops.length + 1);
  return total;
}
