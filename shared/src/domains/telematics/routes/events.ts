import type { NamedPlace } from './places.ts';
import type { Criterion } from './solver/problem.ts';
import type { RouteStop } from './stops.ts';

// Data of the events that routes emit beyond created, updated and deleted.

/** `route.started`, `route.cancelled` and `route.completed`. */
export type RouteStatusChanged = {
  id: string;
  status: 'active' | 'completed' | 'cancelled';
  previousStatus: 'planned' | 'active';
  assignedVehicleId: string | null;
  assignedDriverId: string | null;
  reason: string | null;
  changedAt: string;
};

/** `route.optimized` */
export type RouteOptimized = {
  id: string;
  stops: RouteStop[];
  origin: NamedPlace;
  destination: NamedPlace | null;
  polyline: string;
  totalDistanceKm: number;
  estimatedDurationMinutes: number;
  estimatedFuelL: number;
  plannedDepartureAt: string;
  plannedEndAt: string;
  optimizationCriteria: Criterion;
};

/** `route.stop_arrived`, `route.stop_departed` and `route.stop_missed`. */
export type RouteStopChanged = {
  id: string;
  stopId: string;
  order: number;
  name: string | null;
  vehicleId: string | null;
  plannedArrivalAt: string | null;
  /** Null for a missed stop. */
  at: string | null;
};

/** `route.deviated`: the vehicle is off the planned way for two minutes. Again only after it was back on it. */
export type RouteDeviated = {
  id: string;
  vehicleId: string | null;
  since: string;
  deviationM: number;
  latitude: number;
  longitude: number;
};

/** `route.eta_changed`: the end is five minutes or more from what was said last. */
export type RouteEtaChanged = { id: string; vehicleId: string | null; estimatedEndAt: string; previousEndAt: string };
