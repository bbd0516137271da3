import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from '../demo/create-demo.ts';
import { loadTrace, replayTrace } from '../devices/index.ts';
import { check, eventually } from './eventually.ts';

type State = { vehicleId: string; recordedAt: string; latitude: number; longitude: number };

/**
 * Publishes a recorded drive, as if it had just ended, and reads it back: the last position now, every point in the history, one trip;
 * and who is inside a fence that is drawn around the vehicle.
 */
export async function smokeTelemetry(cloud: Cloud, { api, tenantId, vehicles }: RunningTenant): Promise<void> {
  const vehicle = vehicles[0];
  if (!vehicle) throw new Error('This demo organisation has no vehicle.');
  const { data } = await api.get<{ data: { id: string }[] }>(`/v1/vehicles?vehicleIdentifier=${vehicle.identifier}`);
  const vehicleId = data[0]?.id ?? '';
  const trace = loadTrace('linkoping-mjolby-car');
  const last = trace.points.at(-1);
  if (!last) throw new Error('The recorded trace is empty.');
  const shiftMs = Date.now() - Date.parse(last.recordedAt);
  const points = trace.points.map((point) => ({
    ...point,
    recordedAt: new Date(Date.parse(point.recordedAt) + shiftMs).toISOString(),
  }));
  const batches = replayTrace({ trace: { ...trace, points }, tenantId, deviceId: vehicle.deviceId, batchSize: 50 });
  const topic = cloud.pubsub.topic('telemetry');
  const started = performance.now();
  // Twice, the second time backwards: repeated and late deliveries change nothing.
  for (const batch of [...batches, ...batches.toReversed()]) await topic.publishMessage({ json: batch });
  const lastAt = Date.parse(points.at(-1)?.recordedAt ?? '');
  const states = await eventually(
    'the vehicle’s last position',
    () => api.get<{ data: State[] }>(`/v1/vehicle-states?vehicleId=${vehicleId}`),
    (answer) => Date.parse(answer.data[0]?.recordedAt ?? '') === lastAt,
  );
  check(
    Math.abs((states.data[0]?.latitude ?? 0) - last.latitude) < 1e-6 &&
      Math.abs((states.data[0]?.longitude ?? 0) - last.longitude) < 1e-6,
    `the state shows ${JSON.stringify(states.data[0])}, the drive ended at ${last.latitude}, ${last.longitude}`,
  );
  await eventually(
    `all ${points.length} points in the history`,
    () => countHistory(api, vehicleId, points[0]?.recordedAt ?? '', points.at(-1)?.recordedAt ?? ''),
    (count) => count === points.length,
  );
  await eventually(
    'one trip of some 51 km',
    () =>
      api.get<{ data: { distanceKm: number | null }[] }>(
        `/v1/trips?vehicleId=${vehicleId}&endedAt[gte]=${points[0]?.recordedAt}`,
      ),
    ({ data: trips }) => trips.length === 1 && Math.abs((trips[0]?.distanceKm ?? 0) - 51) < 1,
  );
  const area = { type: 'circle', centerLatitude: last.latitude, centerLongitude: last.longitude, radiusM: 300 };
  const fence = await api.post<{ id: string }>('/v1/geofences', { name: 'Around the parked vehicle', ...area });
  await eventually(
    'the vehicle inside the fence that was drawn around it',
    () => api.get<{ data: { vehicleId: string }[] }>(`/v1/geofences/${fence.id}:vehicles`),
    ({ data: inside }) => inside.some((one) => one.vehicleId === vehicleId),
  );
  const seconds = (performance.now() - started) / 1000;
  check(seconds < 30, `the drive took ${seconds.toFixed(1)} s to arrive`);
}

async function countHistory(api: RunningTenant['api'], vehicleId: string, from: string, to: string): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  const until = new Date(Date.parse(to) + 1).toISOString();
  do {
    const query: string = `vehicleId=${vehicleId}&from=${from}&to=${until}&limit=1000${cursor ? `&cursor=${cursor}` : ''}`;
    const page: { data: unknown[]; page: { nextCursor: string | null } } = await api.get(
      `/v1/vehicle-locations:history?${query}`,
    );
    count += page.data.length;
    cursor = page.page.nextCursor;
  } while (cursor);
  return count;
}
