import type { Cloud } from '../cloud/start-cloud.ts';
import { type FaultRates, loadRoute, publishDeliveries, simulateFleet, type VehicleSpec } from '../devices/index.ts';
import { systemTimerClock } from '../pubsub/index.ts';
import { eventually } from '../smoke/eventually.ts';
import type { RunningTenant } from './create-demo.ts';
import { lastSeen } from './last-seen.ts';

/** With few vehicles, more of each than on an ordinary day, so that all can be seen; none is refused for ever. */
const demoFaults: Partial<FaultRates> = {
  outliersPerHour: 0.3,
  noFixesPerHour: 0.2,
  offlinesPerHour: 0.01,
  duplicateBatches: 0.01,
  clocksAhead: 0,
};

/**
 * Drives the demo vehicles along recorded roads from where they were last seen: each publishes a reading to the telemetry topic every
 * two seconds, with the faults that devices have.
 */
export function driveDemo(
  cloud: Cloud,
  tenants: readonly RunningTenant[],
  log: (line: string) => void,
): { stop(): Promise<void> } {
  const driving = startDriving(cloud, tenants, log);
  driving.catch((error: Error) => log(`The demo vehicles do not drive: ${error.message}`));
  return {
    async stop() {
      const running = await driving.catch(() => undefined);
      await running?.stop();
    },
  };
}

async function startDriving(cloud: Cloud, tenants: readonly RunningTenant[], log: (line: string) => void) {
  const topic = cloud.pubsub.topic('telemetry');
  const vehicles = (await Promise.all(tenants.map(vehiclesOf))).flat();
  const start = systemTimerClock.now();
  // A seed of its own for each start: otherwise every start would bring the same events.
  const seed = Math.floor(start.getTime() / 1_000) % 2 ** 31;
  const fleet = simulateFleet({
    vehicles,
    seed,
    start,
    durationSeconds: Number.POSITIVE_INFINITY,
    stepSeconds: 2,
    batchSize: 1,
    faults: demoFaults,
    devices: { withObd: 1, silentWhenParked: 0 },
  });
  return publishDeliveries({
    deliveries: fleet.deliveries(),
    publish: (batch) => topic.publishMessage({ json: batch, attributes: { tenantId: batch.tenantId } }),
    clock: systemTimerClock,
    start,
    speedup: 1,
    log,
  });
}

async function vehiclesOf({ api, tenantId, vehicles }: RunningTenant): Promise<VehicleSpec[]> {
  const seen = await lastSeen(api);
  return vehicles.flatMap(({ deviceId, route, type }): VehicleSpec[] => {
    const from = seen.get(deviceId);
    const kind = type === 'truck' ? 'truck' : 'van';
    return route ? [{ tenantId, deviceId, kind, route: loadRoute(route), ...(from && { from }) }] : [];
  });
}

/** Resolves when every vehicle has been seen on its way. */
export async function firstPositions(tenants: readonly RunningTenant[]): Promise<void> {
  for (const { api, vehicles } of tenants) {
    await eventually(
      'the first position of every vehicle',
      () => api.get<{ data: unknown[] }>('/v1/vehicle-states?fields=recordedAt&limit=200'),
      ({ data }) => data.length >= vehicles.filter(({ route }) => route).length,
    );
  }
}
