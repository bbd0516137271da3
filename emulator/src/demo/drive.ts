import type { Cloud } from '../cloud/start-cloud.ts';
import { loadRoute, seededRandom, simulate } from '../devices/index.ts';
import { systemTimerClock } from '../pubsub/index.ts';
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
