import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { depotOccupancy } from '@wheelhouse/shared/domains/fleet/consumers/depotOccupancy.ts';
import { changeStatus } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it, vi } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { call, eventsOf, newDepot, newVehicle, noon, rowOf, servicesAt } from '../records.ts';

const told = (type: string, data: Record<string, unknown>) => ({ type, data }) as unknown as DomainEvent;

const handle = (tenant: TestTenant, event: DomainEvent) =>
  tenant.run((tx) => depotOccupancy.handle({ tx, event, services: servicesAt(noon) }));

const countOf = async (tenant: TestTenant, depot: string) => (await rowOf(tenant, 'depots', depot)).current_vehicle_count;

it('A depot counts the active vehicles whose home it is, however often and in which order events come', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  const depot = await newDepot(tenant);
  await newVehicle(tenant, { home_depot_id: depot });
  await newVehicle(tenant, { home_depot_id: depot });
  await newVehicle(tenant, { home_depot_id: depot, is_active: false });
  await newVehicle(tenant, { home_depot_id: depot, operational_status: 'retired' });
  await newVehicle(tenant);
  const created = told('vehicle.created', { homeDepotId: depot });
  await handle(tenant, created);
  await handle(tenant, created);
  expect(await countOf(tenant, depot)).toBe(2);
  expect((await eventsOf(tenant, 'depot.occupancy_changed')).map((event) => event.data)).toEqual([
    { id: depot, currentVehicleCount: 2, previousVehicleCount: 0, maxVehicleCapacity: 50 },
  ]);
});

it('A vehicle that moves to another depot is counted there and no longer where it was', async () => {
  const tenant = await newTenant();
  const [from, to] = [await newDepot(tenant), await newDepot(tenant)];
  const vehicle = await newVehicle(tenant, { home_depot_id: from });
  await handle(tenant, told('vehicle.created', { homeDepotId: from }));
  await tenant.run((tx) => tx.query('update vehicles set home_depot_id = $2 where id = $1', [vehicle, to]));
  await handle(tenant, told('vehicle.updated', { homeDepotId: to, changed: ['homeDepotId'] }));
  expect([await countOf(tenant, from), await countOf(tenant, to)]).toEqual([0, 1]);
});

it('A deleted and a retired vehicle are counted no more', async () => {
  const tenant = await newTenant();
  const depot = await newDepot(tenant);
  const [deleted, retired] = [
    await newVehicle(tenant, { home_depot_id: depot }),
    await newVehicle(tenant, { home_depot_id: depot }),
  ];
  await handle(tenant, told('vehicle.created', { homeDepotId: depot }));
  await tenant.run((tx) => tx.query('delete from vehicles where id = $1', [deleted]));
  await handle(tenant, told('vehicle.deleted', { homeDepotId: depot }));
  expect(await countOf(tenant, depot)).toBe(1);
  await call(tenant, changeStatus, { id: retired, input: { status: 'retired', reason: 'sold' } });
  const [event] = await eventsOf(tenant, 'vehicle.status_changed');
  await handle(tenant, event!);
  expect(await countOf(tenant, depot)).toBe(0);
});

it('A recount that had to wait counts what arrived meanwhile', async () => {
  const tenant = await newTenant();
  const depot = await newDepot(tenant);
  await newVehicle(tenant, { home_depot_id: depot });
  let recount: Promise<void> | undefined;
  await tenant.run(async (holder) => {
    await holder.query(`update depots set depot_name = 'Renamed' where id = $1`, [depot]);
    const [{ pid } = { pid: 0 }] = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
    recount = handle(tenant, told('vehicle.created', { homeDepotId: depot }));
    await vi.waitFor(async () => {
      expect(await holder.query('select from pg_locks where not granted and $1 = any(pg_blocking_pids(pid))', [pid])).not.toEqual(
        [],
      );
    });
    await newVehicle(tenant, { home_depot_id: depot });
  });
  await recount;
  expect(await countOf(tenant, depot)).toBe(2);
});

it('An update of something else costs no recount', async () => {
  const tenant = await newTenant();
  const depot = await newDepot(tenant);
  await newVehicle(tenant, { home_depot_id: depot });
  await handle(tenant, told('vehicle.updated', { homeDepotId: depot, changed: ['color'] }));
  expect(await countOf(tenant, depot)).toBe(0);
});

it('The consumer hears of everything that changes a count', () => {
  expect(depotOccupancy.events).toEqual(['vehicle.created', 'vehicle.updated', 'vehicle.deleted', 'vehicle.status_changed']);
});
