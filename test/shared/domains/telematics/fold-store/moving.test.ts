import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { moveTenant, type Placement } from '@wheelhouse/shared/domains/platform/index.ts';
import { expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { doors } from '../../platform/fixtures.ts';
import { testIngest, vehicleWith } from '../support.ts';
import { addFence, at, expectSettled, journey, rowsOf, seen, send } from './support.ts';

const tables = [
  ...['vehicle_folds', 'vehicle_fold_checkpoints', 'trips', 'geofence_events', 'geofence_presences'],
  ...['vehicle_state', 'vehicle_locations'],
];

async function all(tenant: TestTenant) {
  const rows = await Promise.all(tables.map((table) => rowsOf(tenant, table)));
  const environment = await tenant.run((tx) =>
    Promise.all([
      tx.query('select * from telematics_revisions'),
      tx.query('select * from geofence_versions order by geofence_id, valid_from'),
      tx.query('select * from telematics_rules order by valid_from'),
    ]),
  );
  return { rows, environment };
}

it.each(['pooled', 'dedicated'] as const)('A %s tenant that moves goes on folding where it stopped', async (placement) => {
  const tenant = await newTenant({ placement });
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const fenceId = await addFence(tenant, { northM: 3000, radiusM: 300, dwellMinutes: 2 });
  await addFence(tenant, { northM: 0, radiusM: 50_000, name: 'Region' });
  await tenant.run((tx) => tx.query('update geofences set radius_m = 310 where id = $1', [fenceId]));
  await tenant.run((tx) =>
    tx.query(`insert into telematics_rules (valid_from, rules) values ($1, '{"trips": {"startDistanceM": 210}}')`, [at(86_400)]),
  );
  const ingest = testIngest();
  await send(ingest, tenant, 'GPS-1', [...journey(6000), ...journey(2000, 3000).slice(0, 15)]);
  const before = await all(tenant);
  expect(before.environment[0]).toMatchObject([{ revision: 4 }]);
  expect(before.environment[1]).toHaveLength(3);
  expect(before.rows.map((rows) => rows.length > 0)).toEqual(tables.map(() => true));

  const to: Placement = placement === 'pooled' ? 'dedicated' : 'pooled';
  await moveTenant(doors(), tenant.slug, to);
  expect(await all(tenant)).toEqual(before);

  // The instance remembers folds, fences and rules from before the move.
  await send(ingest, tenant, 'GPS-1', journey(2000, 3000).slice(15));
  await send(ingest, tenant, 'GPS-1', [seen(5795, 3300, 40)]);
  expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(6000) }, { started_at: at(2000), ended_at: at(1800) }]);
  await expectSettled(tenant, ingest, vehicleId);
  const left = await withSystem(
    testDatabase(),
    'test',
    (tx) => tx.query('select from telematics_revisions where tenant_id = $1', [tenant.tenantId]),
    { home: 'app' },
  );
  expect(left).toHaveLength(to === 'pooled' ? 1 : 0);
});
