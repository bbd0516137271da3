import type { Place } from '../geo/haversine.ts';
import { encodePolyline } from '../geo/polyline.ts';
import { estimateMatrix } from './estimateMatrix.ts';
import { type FuelProfile, fuelModel } from './fuelModel.ts';
import type { DistanceMatrix } from './matrix.ts';
import type { Criterion, Problem, SolverVehicle } from './solver/problem.ts';
import { type Schedule, scheduleOf } from './solver/schedule.ts';
import { solve } from './solver/solve.ts';
import { reasonOf, type UnservableReason } from './solver/unservable.ts';
import type { StopInput } from './stops.ts';

/** A vehicle that may make a tour; limits in kilograms and cubic metres, infinite where unknown. */
export type PlannedVehicle = { vehicleId?: string | undefined; maxWeightKg: number; maxVolumeM3: number; fuel: FuelProfile };

export type Planning<S extends StopInput> = {
  stops: readonly S[];
  vehicles: readonly PlannedVehicle[];
  start: Place;
  /** Null: a tour ends at its last stop. */
  end: Place | null;
  departAt: Date;
  returnBy?: Date | undefined;
  criterion: Criterion;
  /** Where distances come from; estimated without a network unless given. */
  matrixOf?: (places: readonly Place[], fuel: FuelProfile) => Promise<DistanceMatrix>;
};

/** A tour with its times. */
export type PlannedTour<S> = {
  vehicleIndex: number;
  vehicleId: string | null;
  stops: (S & { order: number; plannedArrivalAt: string; plannedDepartureAt: string; distanceKm: number })[];
  departAt: string;
  endAt: string;
  totalDistanceKm: number;
  estimatedDurationMinutes: number;
  drivingMinutes: number;
  waitingMinutes: number;
  serviceMinutes: number;
  estimatedFuelL: number;
  polyline: string;
};

export type Unservable<S> = { stop: S; reason: UnservableReason; detail: string };

export type PlannedRoutes<S> = { tours: PlannedTour<S>[]; unservable: Unservable<S>[] };

/** Distributes stops over vehicles and orders them. Stops that cannot be served are answered with the reason. */
export async function planRoutes<S extends StopInput>(planning: Planning<S>): Promise<PlannedRoutes<S>> {
  const { stops, start, end, departAt, criterion } = planning;
  const second = (moment: string) => (Date.parse(moment) - departAt.getTime()) / 1000;
  const problem: Problem = {
    stops: stops.map(({ timeWindow, demand, serviceDurationMinutes }) => ({
      readyS: timeWindow?.from ? Math.ceil(second(timeWindow.from)) : Number.NEGATIVE_INFINITY,
      dueS: timeWindow?.to ? Math.floor(second(timeWindow.to)) : Number.POSITIVE_INFINITY,
      serviceS: Math.round(serviceDurationMinutes * 60),
      weightKg: demand?.weightKg ?? 0,
      volumeM3: demand?.volumeM3 ?? 0,
    })),
    vehicles: await solverVehicles(planning, [...stops, start, end ?? start]),
    criterion,
    returnByS: planning.returnBy ? second(planning.returnBy.toISOString()) : Number.POSITIVE_INFINITY,
  };
  const { tours, unassigned } = await solve(problem);
  return {
    tours: tours.flatMap((tour, index) => (tour.length === 0 ? [] : [tourOf(planning, problem, tour, index)])),
    unservable: unassigned.map((index) => {
      const reason = reasonOf(problem, index);
      return { stop: stops[index] as S, reason, detail: details[reason] };
    }),
  };
}

const details: Record<UnservableReason, string> = {
  exceeds_capacity: 'Its demand is more than the largest vehicle takes.',
  window_unreachable: 'Its time window is over before a vehicle can be there, even directly from the start.',
  returns_too_late: 'A vehicle that serves it cannot be back in time.',
  no_vehicle_left:
    'It could be served alone, but fits into no tour beside the other stops; more vehicles or wider windows would do.',
};

/** Vehicles of one thirst share a matrix. */
async function solverVehicles<S extends StopInput>(planning: Planning<S>, places: Place[]): Promise<SolverVehicle[]> {
  const matrixOf = planning.matrixOf ?? (async (all, fuel) => estimateMatrix(all, fuelModel(fuel)));
  const known = new Map<string, DistanceMatrix>();
  const vehicles: SolverVehicle[] = [];
  for (const { maxWeightKg, maxVolumeM3, fuel } of planning.vehicles) {
    const key = JSON.stringify([fuel.vehicleType, fuel.fuelType, fuel.litresPer100Km]);
    const matrix = known.get(key) ?? (await matrixOf(places, fuel));
    if (!planning.end && !known.has(key)) forgetWayToEnd(matrix);
    known.set(key, matrix);
    vehicles.push({ maxWeightKg, maxVolumeM3, matrix });
  }
  return vehicles;
}

/** Where a tour ends at its last stop, the way on to the end costs nothing. */
function forgetWayToEnd({ size, metres, seconds, litres, litresPerKg }: DistanceMatrix): void {
  for (const cells of [metres, seconds, litres, litresPerKg]) {
    for (let from = 0; from < size; from += 1) cells[from * size + size - 1] = 0;
  }
}

function tourOf<S extends StopInput>(
  { stops, vehicles, start, end, departAt }: Planning<S>,
  problem: Problem,
  tour: readonly number[],
  vehicleIndex: number,
): PlannedTour<S> {
  const schedule: Schedule = scheduleOf(problem, problem.vehicles[vehicleIndex] as SolverVehicle, tour);
  const at = (seconds: number) => new Date(departAt.getTime() + seconds * 1000).toISOString();
  const visited = schedule.visits.map(({ stop, arrivalS, departureS, metres }, index) => ({
    ...(stops[stop] as S),
    order: index + 1,
    plannedArrivalAt: at(arrivalS),
    plannedDepartureAt: at(departureS),
    distanceKm: kilometres(metres),
  }));
  return {
    vehicleIndex,
    vehicleId: vehicles[vehicleIndex]?.vehicleId ?? null,
    stops: visited,
    departAt: departAt.toISOString(),
    endAt: at(schedule.endS),
    totalDistanceKm: kilometres(schedule.metres),
    estimatedDurationMinutes: Math.ceil(schedule.endS / 60),
    drivingMinutes: Math.round(schedule.drivingS / 60),
    waitingMinutes: Math.round(schedule.waitingS / 60),
    serviceMinutes: Math.round(schedule.serviceS / 60),
    estimatedFuelL: Math.round(schedule.litres * 1000) / 1000,
    polyline: straightPolyline(start, visited, end),
  };
}

const kilometres = (metres: number) => Math.round(metres / 10) / 100;

/** Straight lines from stop to stop: what is drawn for lack of a road network, and recognised again as such. */
export function straightPolyline(start: Place | null, stops: readonly Place[], end: Place | null): string {
  return encodePolyline([...(start ? [start] : []), ...stops, ...(end ? [end] : [])]);
}
