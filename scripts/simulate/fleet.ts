import { signIn } from '@wheelhouse/emulator/auth/index.ts';
import { type ApiClient, apiClient } from '@wheelhouse/emulator/demo/client.ts';
import { type LastSeen, lastSeen } from '@wheelhouse/emulator/demo/last-seen.ts';
import { demoTenants } from '@wheelhouse/emulator/demo/tenants.ts';
import { fleetOf, tankL, type VehicleKind, type VehicleSpec } from '@wheelhouse/emulator/devices/index.ts';
import { dayMs } from '@wheelhouse/shared/clock.ts';
import type { LocalCloud } from './local-cloud.ts';
import { type SimulateOptions, UsageError } from './options.ts';

/** Requests at a time. */
const atOnce = 8;
/** How far back a fleet that is faster than real time begins. */
const pastDays = 30;

const capacities: Record<VehicleKind, Record<string, number>> = {
  car: { maxWeightCapacityKg: 450, maxVolumeCapacityM3: 1, fuelTankCapacityLiters: tankL.car },
  van: { maxWeightCapacityKg: 1_200, maxVolumeCapacityM3: 9, fuelTankCapacityLiters: tankL.van },
  truck: { maxWeightCapacityKg: 18_000, maxVolumeCapacityM3: 60, fuelTankCapacityLiters: tankL.truck },
};

/** Each seed has a fleet of its own, whose devices have names of their own. */
export const devicePrefix = (seed: number): string => `sim${seed}`;

export type Fleet = { vehicles: VehicleSpec[]; start: Date };

/** The simulated fleet of the caller's organisation; vehicles that are missing are created. */
export async function prepareFleet(
  api: ApiClient,
  options: Pick<SimulateOptions, 'vehicles' | 'seed' | 'speedup' | 'tenant'>,
  now: Date,
  log: (line: string) => void,
): Promise<Fleet> {
  const { tenant } = await api.get<{ tenant: { id: string } }>('/v1/users:me');
  const vehicles = fleetOf(options.vehicles, tenant.id, devicePrefix(options.seed));
  const seen = await lastSeen(api);
  const missing = vehicles.filter(({ deviceId }) => !seen.has(deviceId));
  if (missing.length > 0) log(`Creating ${missing.length} vehicles of ${options.tenant} …`);
  const queue = missing.entries();
  await Promise.all(Array.from({ length: atOnce }, () => createVehicles(api, queue, options.seed)));
  return {
    vehicles: vehicles.map((vehicle) => startingWhereSeen(vehicle, seen.get(vehicle.deviceId))),
    start: startOf(
      options.speedup,
      vehicles.map(({ deviceId }) => seen.get(deviceId)),
      now,
    ),
  };
}

/** A fleet that drives through the past goes on after what it has sent before: a vehicle cannot be in two places. */
export function startOf(speedup: number, seen: readonly (LastSeen | undefined)[], now: Date): Date {
  if (speedup === 1) return now;
  const lastMs = Math.max(now.getTime() - pastDays * dayMs, ...seen.map((one) => (one?.recordedAt.getTime() ?? 0) + 60_000));
  return new Date(Math.min(lastMs, now.getTime()));
}

function startingWhereSeen(vehicle: VehicleSpec, from: LastSeen | undefined): VehicleSpec {
  return from ? { ...vehicle, from } : vehicle;
}

/** The API for the administrator of a demo organisation. @throws UsageError when there is none of that slug */
export async function administrator({ url, authHost }: LocalCloud, slug: string): Promise<ApiClient> {
  const tenant = demoTenants.find((one) => one.slug === slug);
  if (!tenant)
    throw new UsageError(`--tenant is ${slug}; the demo organisations are ${demoTenants.map((one) => one.slug).join(', ')}.`);
  const { email, password } = tenant.administrator;
  const { idToken } = await signIn({ host: authHost, email, password, apiKey: 'demo' });
  return apiClient(url, idToken);
}

/** Creates what is left in the queue; several take from it side by side. */
async function createVehicles(api: ApiClient, queue: Iterable<[number, VehicleSpec]>, seed: number): Promise<void> {
  for (const [, { deviceId, kind }] of queue) {
    const number = deviceId.split('-')[1] ?? '';
    const { id } = await api.post<{ id: string }>('/v1/vehicles', {
      vehicleIdentifier: deviceId.toUpperCase(),
      make: 'Simulated',
      model: kind,
      year: 2024,
      licensePlate: deviceId,
      vin: `SMVL${String(seed).padStart(6, '0')}${number.padStart(7, '0')}`,
      vehicleType: kind,
      fuelType: 'diesel',
      ...capacities[kind],
      insuranceExpiryDate: '2035-12-31',
      registrationExpiryDate: '2035-12-31',
    });
    await api.post(`/v1/vehicles/${id}:linkDevice`, { deviceId });
  }
}
