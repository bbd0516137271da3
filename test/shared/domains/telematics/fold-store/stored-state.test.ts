import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { testIngest, vehicleWith } from '../support.ts';
import { expectSettled, journey, rowsOf, seen, send } from './support.ts';

it('States in the form of another release are not gone on from: the vehicle is folded from its first reading again', async () => {
  const tenant = await newTenant();
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  await send(testIngest(), tenant, 'GPS-1', journey(7_200));
  const trips = await rowsOf(tenant, 'trips');
  expect(trips).toHaveLength(1);
  await tenant.run(async (tx) => {
    await tx.query(`update vehicle_folds set state = '0{"until":{"atMs":1,"id":"x"}}'`);
    await tx.query(`update vehicle_fold_checkpoints set state = '0{"until":{"atMs":1,"id":"x"}}'`);
  });
  const ingest = testIngest();
  await send(ingest, tenant, 'GPS-1', [seen(60, 0, 0)]);
  await ingest.drain();
  expect(await rowsOf(tenant, 'trips')).toMatchObject([{ id: trips[0]?.id, started_at: trips[0]?.started_at }]);
  await expectSettled(tenant, ingest, vehicleId);
});
