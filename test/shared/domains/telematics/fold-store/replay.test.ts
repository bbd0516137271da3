import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { ingestOf } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { expect, it } from 'vitest';
import { newTenant, principalOf, testApi, testServices } from '../../../../harness/index.ts';
import { clock, testIngest, vehicleWith } from '../support.ts';
import { at, expectSettled, journey, rowsOf, seen, send } from './support.ts';

async function replayer() {
  const tenant = await newTenant();
  const services = testServices({ clock, env: { INGEST_REFOLD_DELAY_MS: '0' } });
  const call = testApi([telematicsDomain], { services, resources: [telematicsDomain, fleetDomain] }).client(principalOf(tenant));
  const rejections = () => rowsOf(tenant, 'telemetry_rejections');
  return { tenant, services, call, rejections, ingest: testIngest() };
}

it('Readings of a device that was linked later are stored by a replay, and soon folded', async () => {
  const { tenant, services, call, rejections, ingest } = await replayer();
  const readings = [...journey(390 * 86_400), ...journey(2000, 3000)];
  await send(ingest, tenant, 'GPS-9', readings);
  const rejected = await rejections();
  expect(rejected).toHaveLength(readings.length);
  expect(rejected[0]).toMatchObject({ reason: 'unknown_device' });
  const vehicleId = await vehicleWith(tenant, 'GPS-9');
  for (const { id } of rejected) {
    const answer = await call('POST', `/v1/telemetry-rejections/${id}:replay`, {});
    expect(answer, answer.text).toMatchObject({ status: 200, body: { stored: 1 } });
  }
  await ingestOf(services).drain();
  await ingestOf(services).refold(tenant.tenantId, vehicleId);
  expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(390 * 86_400) }, { started_at: at(2000) }]);
  expect((await call('POST', `/v1/telemetry-rejections/${rejected[0]?.id}:replay`, {})).status).toBe(409);
  await expectSettled(tenant, ingest, vehicleId);
});

it('A fix that could not have been reached is believed once those before it have come, and its rejection is gone', async () => {
  const { tenant, call, rejections, ingest } = await replayer();
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const far = seen(1000, 400_000, 0);
  await send(ingest, tenant, 'GPS-1', [seen(1010, 0, 0), far, seen(990, 0, 0), seen(900, 0, 0)]);
  const [wrong] = await rejections();
  expect(wrong).toMatchObject({ reason: 'impossible_speed', vehicle_id: vehicleId });
  const still = await call('POST', `/v1/telemetry-rejections/${wrong?.id}:replay`, {});
  expect(still.status).toBe(422);
  expect(still.body.detail).toMatch(/400\.\d km/);
  expect(await rejections()).toHaveLength(1);

  // The readings that show it to be right are stored by an instance that ended before it folded them.
  const later = testIngest({ fold: 'later' });
  await send(later, tenant, 'GPS-1', [...[1006, 1005.5, 1004.5].map((ago) => seen(ago, 400_000, 0))]);
  const answer = await call('POST', `/v1/telemetry-rejections/${wrong?.id}:replay`, {});
  expect(answer, answer.text).toMatchObject({ status: 200, body: { id: wrong?.id, stored: 1 } });
  expect((await rejections()).map(({ id }) => id)).not.toContain(wrong?.id);
  await expectSettled(tenant, ingest, vehicleId);
});
