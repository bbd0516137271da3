import { loadRoute, routeIds } from './fixtures.ts';
import type { VehicleKind } from './vehicle/engine.ts';
import type { VehicleSpec } from './vehicle/simulated-vehicle.ts';

const kinds: readonly VehicleKind[] = ['truck', 'van', 'van', 'car'];

/** Vehicles of one organisation, spread over the roads that are shipped: `sim-0001`, `sim-0002` … for the prefix `sim`. */
export function fleetOf(count: number, tenantId: string, prefix: string): VehicleSpec[] {
  const routes = routeIds().map(loadRoute);
  return Array.from({ length: count }, (_, i) => ({
    tenantId,
    deviceId: `${prefix}-${String(i + 1).padStart(4, '0')}`,
    kind: kinds[i % kinds.length]!,
    route: routes[i % routes.length]!,
  }));
}
