import type { Cloud } from '../cloud/start-cloud.ts';
import { loadRoute, seededRandom, simulate } from '../devices/index.ts';
import { systemTimerClock } from '../pubsub/index.ts';
import { eventually } from '../smoke/eventually.ts';
import type { RunningTenant } from './create-demo.ts';

/** Drives the demo vehicles along recorded roads: each publishes its position to the telemetry topic every two seconds. */
export function driveDemo(
  cloud: Cloud,
  tenants: readonly RunningTenant[],
  log: (line: string) => void,
): { stop(): Promise<void> } {
  const topic = cloud.pubsub.topic('telemetry');
  return simulate({
    vehicles: tenants.flatMap(({ tenantId, vehicles }) =>
      vehicles.map(({ deviceId, route }) => ({ tenantId, deviceId, route: loadRoute(route) })),
    ),
    publish: (batch) => topic.publishMessage({ json: batch, attributes: { tenantId: batch.tenantId } }),
    clock: systemTimerClock,
    random: seededRandom(1),
    stepSeconds: 2,
    speedup: 1,
    log,
  });
}

/** Resolves when every vehicle has been seen on its way. */
export async function firstPositions(tenants: readonly RunningTenant[]): Promise<void> {
  for (const { api, vehicles } of tenants) {
    await eventually(
      'the first position of every vehicle',
      () => api.get<{ data: unknown[] }>('/v1/vehicle-states?fields=recordedAt&limit=200'),
      ({ data }) => data.length >= vehicles.length,
    );
  }
}
