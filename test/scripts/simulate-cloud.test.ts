import { publishDeliveries, simulateFleet } from '@wheelhouse/emulator/devices/index.ts';
import { systemTimerClock } from '@wheelhouse/emulator/pubsub/index.ts';
import { eventually } from '@wheelhouse/emulator/smoke/eventually.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareFleet } from '../../scripts/simulate/fleet.ts';
import { openTopic } from '../../scripts/simulate/topic.ts';
import { newOrganisation, startTestCloud, type TestCloud } from '../acceptance/local-cloud.ts';
import { testDatabase } from '../harness/index.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});

afterAll(() => cloud.end());

const options = { vehicles: 6, seed: 3, speedup: 60, tenant: 'demo' };
const hourMs = 3_600_000;

test('a fleet is created once, everything right that its devices recorded is stored once, and the next run goes on after it', async () => {
  const { api } = await newOrganisation(cloud, testDatabase());
  const said: string[] = [];
  const now = systemTimerClock.now();
  const fleet = await prepareFleet(api, options, now, (line) => said.push(line));
  expect(said).toEqual(['Creating 6 vehicles of demo …']);
  expect(fleet.start).toEqual(new Date(now.getTime() - 30 * 24 * hourMs));

  const simulated = simulateFleet({
    ...fleet,
    seed: options.seed,
    durationSeconds: 900,
    stepSeconds: 5,
    driving: { parksPerHour: 0 },
    faults: { duplicateBatches: 0.2, lateBatches: 0.2, outliersPerHour: 0, noFixesPerHour: 0, clocksAhead: 0, skewedClocks: 0 },
  });
  const topic = openTopic(cloud);
  const running = publishDeliveries({
    deliveries: simulated.deliveries(),
    publish: topic.publish,
    clock: systemTimerClock,
    start: fleet.start,
    speedup: 1_000_000,
  });
  await running.done;
  await topic.close();
  expect(running.counts.failedBatches).toBe(0);
  expect(running.counts.batches.duplicate).toBeGreaterThan(0);

  const { data: vehicles } = await api.get<{ data: { id: string; primaryDeviceId: string }[] }>(
    '/v1/vehicles?fields=id,primaryDeviceId&limit=200',
  );
  expect(vehicles).toHaveLength(6);
  for (const { id, primaryDeviceId } of vehicles) {
    const positions = [...simulated.truth(primaryDeviceId)].flatMap(({ reading }) =>
      reading.position ? [reading.recordedAt] : [],
    );
    const until = new Date(fleet.start.getTime() + hourMs).toISOString();
    const path = `/v1/vehicle-locations:history?vehicleId=${id}&from=${fleet.start.toISOString()}&to=${until}&limit=1000`;
    const stored = await eventually(
      `${positions.length} positions of ${primaryDeviceId}`,
      () => api.get<{ data: { recordedAt: string }[] }>(path),
      ({ data }) => data.length >= positions.length,
    );
    expect(stored.data.map(({ recordedAt }) => recordedAt).toSorted()).toEqual(positions);
  }

  const lastMs = Math.max(
    ...fleet.vehicles.map(({ deviceId }) => Date.parse([...simulated.truth(deviceId)].at(-1)?.reading.recordedAt ?? '')),
  );
  const again = await prepareFleet(api, options, systemTimerClock.now(), (line) => said.push(line));
  expect(said).toHaveLength(1);
  expect(again.start).toEqual(new Date(lastMs + 60_000));
  expect(again.vehicles.every(({ from }) => from !== undefined)).toBe(true);
}, 120_000);
