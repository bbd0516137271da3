import { createIngest } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { describe, expect, it, vi } from 'vitest';
import { newTenant, type TestTenant, testServices } from '../../../../harness/index.ts';
import { clock, delivery, message, testIngest, vehicleWith } from '../support.ts';
import { addFence, at, expectSettled, journey, rowsOf, seen, send, someoneWaitsFor } from './support.ts';

/** An ingest whose errors are looked at. */
function observedIngest() {
  const services = testServices();
  const error = vi.spyOn(services.log, 'error').mockImplementation(() => {});
  const limits = { lanes: 2, maxBatchRows: 1_000, maxDelayMs: 5, maxQueuedRows: 10_000, maxVehicles: 100 };
  return { ingest: createIngest({ services, fold: 'inline', refoldDelayMs: 0, clock, ...limits }), error };
}

const positions = async (tenant: TestTenant) => (await rowsOf(tenant, 'vehicle_locations')).length;

describe('Readings that cannot be folded', () => {
  it.each(['a new instance', 'one that remembers better rules'])(
    'as the rules are none are stored by %s, and folded once the rules are mended',
    async (which) => {
      const tenant = await newTenant();
      const vehicleId = await vehicleWith(tenant, 'GPS-1');
      const { ingest, error } = observedIngest();
      const [first, ...others] = journey(2000);
      if (which !== 'a new instance') await send(ingest, tenant, 'GPS-1', [first!]);
      await tenant.run((tx) =>
        tx.query('insert into telematics_rules (valid_from, rules) values ($1, $2)', [at(9000), { trips: { jitterM: -1 } }]),
      );
      await send(ingest, tenant, 'GPS-1', which === 'a new instance' ? [first!, ...others] : others);
      expect(await positions(tenant)).toBe(1 + others.length);
      expect(await rowsOf(tenant, 'telemetry_rejections')).toEqual([]);
      expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ recorded_at: at(1560) }]);
      expect(error).toHaveBeenCalledWith(expect.objectContaining({ tenantId: tenant.tenantId }), expect.any(String));
      expect((await rowsOf(tenant, 'vehicle_folds'))[0]?.refold_from).not.toBeNull();
      await expect(ingest.refold(tenant.tenantId, vehicleId)).rejects.toThrow(/jitterM/);

      await tenant.run((tx) => tx.query('delete from telematics_rules'));
      await ingest.refold(tenant.tenantId, vehicleId);
      expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(2000), ended_at: at(1800) }]);
      await expectSettled(tenant, ingest, vehicleId);
    },
  );

  it('as what is known of one vehicle is broken are stored, and other vehicles do not suffer from it', async () => {
    const tenant = await newTenant();
    const broken = await vehicleWith(tenant, 'GPS-1');
    await vehicleWith(tenant, 'GPS-2');
    const { ingest, error } = observedIngest();
    const readings = journey(2000);
    for (const device of ['GPS-1', 'GPS-2']) await send(ingest, tenant, device, readings.slice(0, 20));
    await tenant.run((tx) =>
      tx.query(
        `update vehicle_folds set version = version + 1, state = '1' || (substr(state, 2)::jsonb - 'trips' - 'geofences')::text where id = $1`,
        [broken],
      ),
    );
    await Promise.all(['GPS-1', 'GPS-2'].map((device) => ingest.accept(delivery(message(tenant, device, readings.slice(20))))));
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ vehicleId: broken }), expect.any(String));
    expect(await positions(tenant)).toBe(2 * readings.length);
    expect((await rowsOf(tenant, 'trips')).filter(({ ended_at }) => ended_at)).toHaveLength(1);
    expect((await rowsOf(tenant, 'vehicle_folds')).find(({ id }) => id === broken)?.refold_from).not.toBeNull();
    await ingest.refold(tenant.tenantId, broken, 0);
    expect(await rowsOf(tenant, 'trips')).toMatchObject([{ ended_at: at(1800) }, { ended_at: at(1800) }]);
  });

  it('at the first attempt, as their fence is deleted at that moment, are folded without it', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const fenceId = await addFence(tenant, { northM: 0, radiusM: 300 });
    const ingest = testIngest();
    await send(ingest, tenant, 'GPS-1', [seen(100, 2000, 30)]);
    const { sent } = await tenant.run(async (tx) => {
      const [mine] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await tx.query('delete from geofences where id = $1', [fenceId]);
      const sent = ingest.accept(delivery(message(tenant, 'GPS-1', [seen(30, 0, 0)])));
      await vi.waitUntil(() => someoneWaitsFor(mine?.pid as number));
      return { sent };
    });
    await sent;
    expect(await positions(tenant)).toBe(2);
    const rejected = await rowsOf(tenant, 'telemetry_rejections');
    expect(rejected).toEqual([]);
    expect(await rowsOf(tenant, 'geofence_events')).toEqual([]);
    await expectSettled(tenant, ingest, vehicleId);
  });
});
