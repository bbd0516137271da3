import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { fencesChanged } from '@wheelhouse/shared/domains/telematics/consumers/fencesChanged.ts';
import { refoldByRules } from '@wheelhouse/shared/domains/telematics/consumers/refoldByRules.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { ingestOf } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { describe, expect, it, vi } from 'vitest';
import {
  newTenant,
  openTestDatabase,
  principalOf,
  type TestTenant,
  testApi,
  testDatabase,
  testServices,
} from '../../../../harness/index.ts';
import { delivery, message, now, testIngest, vehicleWith } from '../support.ts';
import { consume } from '../trips/driven.ts';
import { place } from '../trips/support.ts';
import { addFence, at, expectSettled, journey, rowsOf, seen, send, someoneWaitsFor, stand, told } from './support.ts';

/** An hour later than the readings that are told of the future of these tests. */
const later = fixedClock(new Date(now.getTime() + 7_200_000));

async function reporting() {
  const tenant = await newTenant();
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const services = testServices({ clock: later, env: { INGEST_REFOLD_DELAY_MS: '0' } });
  const call = testApi([telematicsDomain], { services }).client(principalOf(tenant));
  /** Gives what happened to the consumers under test, and waits for what they set going. */
  const react = async () => {
    await consume(tenant, services, [fencesChanged, refoldByRules]);
    await ingestOf(services).drain();
  };
  return { tenant, vehicleId, call, react, ingest: testIngest({ clock: later }) };
}

const typesOf = async (tenant: TestTenant, table = 'geofence_events') =>
  (await rowsOf(tenant, table)).map(({ event_type }) => event_type);

const yard = { name: 'Yard', type: 'circle', radiusM: 300 };
const yardAt = (northM: number) => {
  const { latitude, longitude } = place(northM);
  return { ...yard, centerLatitude: latitude, centerLongitude: longitude };
};

/** Whether a consumer waits for folds that are under way. */
async function someoneWaitsForFolds(): Promise<boolean> {
  const { rows } = await testDatabase().pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event = 'advisory' and query like '%pg_advisory_unlock%'`,
  );
  return rows.length > 0;
}

describe('An instance that remembers fences and rules', () => {
  it('notices a fence that was drawn since, and neither loses nor doubles a reading', async () => {
    const { tenant, vehicleId, ingest } = await reporting();
    await send(ingest, tenant, 'GPS-1', stand(400, 300, 0));
    await addFence(tenant, { northM: 3000, radiusM: 300, sinceAgo: 200 });
    await send(ingest, tenant, 'GPS-1', [...stand(290, 200, 0), ...stand(100, 50, 3000)]);
    expect(await typesOf(tenant)).toEqual(['entry']);
    await addFence(tenant, { northM: 0, radiusM: 300, sinceAgo: 45 });
    await send(ingest, tenant, 'GPS-1', stand(-60, -100, 0));
    expect(await typesOf(tenant)).toEqual(['entry', 'exit', 'entry']);
    expect(await rowsOf(tenant, 'vehicle_locations')).toHaveLength(11 + 10 + 6 + 5);
    await expectSettled(tenant, ingest, vehicleId);
  });

  it('notices rules that were set since', async () => {
    const { tenant, vehicleId, ingest } = await reporting();
    await send(ingest, tenant, 'GPS-1', journey(4000));
    await tenant.run((tx) =>
      tx.query('insert into telematics_rules (valid_from, rules) values ($1, $2)', [
        at(3000),
        { trips: { startDistanceM: 4000 } },
      ]),
    );
    await send(ingest, tenant, 'GPS-1', journey(2000, 3000));
    expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(4000) }]);
    expect(await rowsOf(tenant, 'vehicle_locations')).toHaveLength(2 * journey(0).length);
    await expectSettled(tenant, ingest, vehicleId);
  });
});

describe('A change of a fence', () => {
  it('applies to readings from its moment on, and to those that were folded before it was known', async () => {
    const { tenant, vehicleId, call, react, ingest } = await reporting();
    // In the yard until after it is drawn, then out, and back.
    await send(ingest, tenant, 'GPS-1', [
      ...stand(600, -1200, 0, 60),
      ...stand(-1260, -1800, 3000, 60),
      ...stand(-1860, -2400, 0, 60),
    ]);
    await call('POST', '/v1/geofences', yardAt(0));
    await react();
    const [version] = await tenant.run((tx) => tx.query<{ valid_from: Date }>('select valid_from from geofence_versions'));
    expect(await rowsOf(tenant, 'geofence_events')).toMatchObject([
      { event_type: 'entry', recorded_at: version?.valid_from },
      { event_type: 'exit' },
      { event_type: 'entry' },
    ]);
    await expectSettled(tenant, ingest, vehicleId);
  });

  it('reaches a reading that is being folded without it at that moment', async () => {
    const { tenant, vehicleId, call, react } = await reporting();
    const database = openTestDatabase({ databasePoolSize: 2 });
    const ingest = testIngest({ database, clock: later });
    await send(ingest, tenant, 'GPS-1', [seen(900, 9000, 0)]);
    const { sent, reacting } = await tenant.run(async (tx) => {
      const [mine] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid from vehicles where id = $1 for update', [
        vehicleId,
      ]);
      const sent = ingest.accept(delivery(message(tenant, 'GPS-1', [seen(-1800, 0, 0)])));
      await vi.waitUntil(() => someoneWaitsFor(mine?.pid as number));
      expect((await call('POST', '/v1/geofences', yardAt(0))).status).toBe(201);
      let isDone = false;
      const reacting = react().then(() => {
        isDone = true;
      });
      await vi.waitUntil(async () => isDone || (await someoneWaitsForFolds()));
      return { sent, reacting };
    });
    await Promise.all([sent, reacting]);
    expect(await rowsOf(tenant, 'geofence_events')).toMatchObject([{ event_type: 'entry', recorded_at: at(-1800) }]);
    await expectSettled(tenant, ingest, vehicleId);
    await database.close();
  });

  it('leaves alone what happened before', async () => {
    const { tenant, vehicleId, call, react, ingest } = await reporting();
    const fenceId = await addFence(tenant, { northM: 0, radiusM: 300 });
    await react();
    await send(ingest, tenant, 'GPS-1', [...stand(900, 600, 3000), ...stand(300, 200, 0)]);
    const before = await rowsOf(tenant, 'geofence_events');
    const checkpoints = await rowsOf(tenant, 'vehicle_fold_checkpoints');
    expect(before.map(({ event_type }) => event_type)).toEqual(['entry']);
    const { latitude } = place(2000);
    await call('PATCH', `/v1/geofences/${fenceId}`, { centerLatitude: latitude }, { 'If-Match': '*' });
    await react();
    const after = await rowsOf(tenant, 'geofence_events');
    expect(after.map(({ event_type }) => event_type)).toEqual(['entry', 'exit']);
    expect(after[0]).toEqual(before[0]);
    expect(after[1]?.recorded_at.getTime()).toBeGreaterThanOrEqual(now.getTime());
    expect((await rowsOf(tenant, 'vehicle_fold_checkpoints')).slice(0, checkpoints.length)).toEqual(checkpoints);
    await expectSettled(tenant, ingest, vehicleId);
  });
});

describe('Rules', () => {
  it('that are set for the past are applied from then on only, and no longer when they are deleted', async () => {
    const { tenant, vehicleId, call, react, ingest } = await reporting();
    await send(ingest, tenant, 'GPS-1', [...journey(4000), ...journey(2000, 3000)]);
    const trips = await rowsOf(tenant, 'trips');
    const speeding = async () =>
      (await rowsOf(tenant, 'driver_behavior_events')).filter(({ event_type }) => event_type === 'speeding');
    expect(await speeding()).toEqual([]);
    const rules = { behavior: { speedLimitKph: 30 } };
    const set = await call('POST', '/v1/telematics-rules:set', { rules, validFrom: at(3000).toISOString() });
    expect(set.status).toBe(201);
    await react();
    const found = await speeding();
    expect(found).toHaveLength(1);
    expect(found[0]?.recorded_at.getTime()).toBeGreaterThan(at(2000).getTime());
    expect(found[0]).toMatchObject({ speed_limit_kph: 30 });
    expect(await rowsOf(tenant, 'trips')).toEqual(trips);
    await expectSettled(tenant, ingest, vehicleId);

    expect((await call('DELETE', `/v1/telematics-rules/${set.body.id}`, undefined, { 'If-Match': '*' })).status).toBe(204);
    await react();
    expect(await speeding()).toEqual([]);
    expect(await told(tenant, 'driver_behavior_event.withdrawn')).toMatchObject([{ subjectId: found[0]?.id }]);
    expect(await rowsOf(tenant, 'trips')).toEqual(trips);
  });

  it('of the future change nothing yet', async () => {
    const { tenant, call, react, ingest } = await reporting();
    await send(ingest, tenant, 'GPS-1', journey(2000));
    const folds = await rowsOf(tenant, 'vehicle_folds');
    const validFrom = new Date(later.now().getTime() + 60_000).toISOString();
    await call('POST', '/v1/telematics-rules:set', { rules: { behavior: { speedLimitKph: 30 } }, validFrom });
    await react();
    expect(await rowsOf(tenant, 'vehicle_folds')).toEqual(folds);
  });
});
