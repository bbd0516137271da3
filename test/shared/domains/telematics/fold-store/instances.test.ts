import { afterAll, describe, expect, it } from 'vitest';
import { newTenant, openTestDatabase } from '../../../../harness/index.ts';
import { delivery, message, testIngest, vehicleWith } from '../support.ts';
import { addFence, at, expectSettled, journey, rowsOf, seen, send } from './support.ts';

const databases = [openTestDatabase({ databasePoolSize: 3 }), openTestDatabase({ databasePoolSize: 3 })];
afterAll(() => Promise.all(databases.map((database) => database.close())));

const instances = () => databases.map((database) => testIngest({ database }));

describe('Two instances', () => {
  it('that fold a vehicle in turns, each with what the other made outdated, fold it as one does', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    await addFence(tenant, { northM: 3000, radiusM: 300, dwellMinutes: 2 });
    const [one, other] = instances();
    const readings = journey(2000);
    for (const [i, reading] of readings.entries()) await send(i % 2 === 0 ? one! : other!, tenant, 'GPS-1', [reading]);
    expect(await rowsOf(tenant, 'vehicle_folds')).toMatchObject([{ version: readings.length, refold_from: null }]);
    expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(2000), ended_at: at(1800) }]);
    expect((await rowsOf(tenant, 'geofence_events')).map(({ event_type }) => event_type)).toEqual(['entry', 'dwell']);
    await expectSettled(tenant, one!, vehicleId);
  });

  it('that meet a new vehicle at the same time both store what they have', async () => {
    for (let round = 0; round < 5; round += 1) {
      const tenant = await newTenant();
      const vehicleId = await vehicleWith(tenant, 'GPS-1');
      const [one, other] = instances();
      const readings = journey(2000);
      const halves = [readings.filter((_, i) => i % 2 === 0), readings.filter((_, i) => i % 2 === 1)];
      await Promise.all([send(one!, tenant, 'GPS-1', halves[0]!), send(other!, tenant, 'GPS-1', halves[1]!)]);
      expect(await rowsOf(tenant, 'vehicle_locations')).toHaveLength(readings.length);
      expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(2000), ended_at: at(1800) }]);
      await expectSettled(tenant, one!, vehicleId);
    }
  });

  it('that get the same late reading at the same time fold it once', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const [one, other] = instances();
    await send(one!, tenant, 'GPS-1', journey(2000));
    const late = [seen(1795, 3300, 40)];
    await Promise.all([one!, other!].map((ingest) => send(ingest, tenant, 'GPS-1', late)));
    expect(await rowsOf(tenant, 'vehicle_locations')).toHaveLength(journey(0).length + 1);
    expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(2000), row_version: 2 }]);
    await expectSettled(tenant, one!, vehicleId);
  });

  it('of which one ends before it folded what came late leave it to whoever folds next', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const [one, other] = instances();
    await send(one!, tenant, 'GPS-1', journey(2000));
    const ended = testIngest({ fold: 'later' });
    await ended.accept(delivery(message(tenant, 'GPS-1', [seen(1795, 3300, 40)])));
    expect(await rowsOf(tenant, 'vehicle_folds')).toMatchObject([{ refold_from: at(1795) }]);
    // In order, but not folded before what came late.
    await send(other!, tenant, 'GPS-1', [seen(100, 3000, 0)]);
    expect((await rowsOf(tenant, 'trips'))[0]?.ended_at.getTime()).toBeGreaterThan(at(1800).getTime());
    await expectSettled(tenant, one!, vehicleId);
  });
});
