import {
  type Delivery,
  type DeviceShares,
  type DrivingRates,
  type FaultRates,
  fleetOf,
  loadRoute,
  type SimulatedFleet,
  simulateFleet,
  type TrueReading,
  type VehicleSpec,
} from '@wheelhouse/emulator/devices/index.ts';
import fc from 'fast-check';

export const start = new Date('2026-03-02T08:00:00Z');
export const tenantId = '0b6c1c1e-7d0f-4c57-9f0e-2f6d53a1c001';

type Rates = { driving?: Partial<DrivingRates>; faults?: Partial<FaultRates>; devices?: Partial<DeviceShares> };
type From = NonNullable<VehicleSpec['from']> & { route: string };
type Change = Rates & { from?: From; vehicles?: number; seed?: number; hours?: number; stepSeconds?: number; batchSize?: number };

/** A fleet with devices `t-0001`, `t-0002` … */
export function fleet({
  vehicles = 5,
  seed = 1,
  hours = 1,
  from,
  ...rest
}: Change = {}): SimulatedFleet & { deviceIds: string[] } {
  const specs = fleetOf(vehicles, tenantId, 't').map((spec) => (from ? { ...spec, from, route: loadRoute(from.route) } : spec));
  const simulated = simulateFleet({ vehicles: specs, seed, start, durationSeconds: hours * 3_600, ...rest });
  return { ...simulated, deviceIds: specs.map(({ deviceId }) => deviceId) };
}

/** Everything that happens, and often. */
export const often = {
  driving: {
    idlesPerHour: 4,
    parksPerHour: 2,
    harshBrakingsPerHour: 20,
    harshAccelerationsPerHour: 20,
    harshCorneringsPerHour: 20,
    speedingsPerHour: 6,
    tunnelsPerHour: 6,
    troubleCodesPerHour: 2,
    fuelTheftsPerHour: 2,
  },
  faults: {
    jittersPerHour: 6,
    outliersPerHour: 10,
    noFixesPerHour: 3,
    offlinesPerHour: 0.5,
    newestFirst: 0.5,
    duplicateBatches: 0.1,
    lateBatches: 0.1,
    longestLatenessSeconds: 3_600,
    skewedClocks: 0.3,
    clocksAhead: 0.1,
  },
} satisfies Rates;

export const aSeed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** What every device recorded, in the order of the fleet. */
export function truthOf(simulated: SimulatedFleet & { deviceIds: string[] }): TrueReading[][] {
  return simulated.deviceIds.map((deviceId) => [...simulated.truth(deviceId)]);
}

export function deliveriesOf(simulated: SimulatedFleet): Delivery[] {
  return [...simulated.deliveries()];
}
