import { applyAssignments } from '@wheelhouse/shared/domains/fleet/jobs/applyAssignments.ts';
import { assignDriver, unassignDriver } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { call, hours, newDriver, newVehicle, runJob } from '../records.ts';

const place = fc.nat({ max: 2 });
const offset = fc.integer({ min: -6, max: 6 });
const step = fc.oneof(
  fc.record({
    kind: fc.constant('assign' as const),
    vehicle: place,
    driver: place,
    fromH: fc.option(offset),
    lengthH: fc.option(fc.integer({ min: 1, max: 8 })),
    endCurrent: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('unassign' as const), vehicle: place, atH: fc.option(offset) }),
);

/** Overlapping pairs, and vehicles and drivers whose present column is not what the assignments say for `now`. */
async function contradictions(tenant: TestTenant, now: Date): Promise<unknown[]> {
  return tenant.run((tx) =>
    tx.query(
      `select 'overlap' as what, a.id from vehicle_assignments a join vehicle_assignments b
         on a.id < b.id and (a.vehicle_id = b.vehicle_id or a.driver_id = b.driver_id)
         and tstzrange(a.assigned_from, a.assigned_to) && tstzrange(b.assigned_from, b.assigned_to)
       union all
       select 'vehicle', v.id from vehicles v where assigned_driver_id is distinct from
         (select driver_id from vehicle_assignments a where a.vehicle_id = v.id and tstzrange(a.assigned_from, a.assigned_to) @> $1::timestamptz)
       union all
       select 'driver', d.id from drivers d where current_vehicle_id is distinct from
         (select vehicle_id from vehicle_assignments a where a.driver_id = d.id and tstzrange(a.assigned_from, a.assigned_to) @> $1::timestamptz)`,
      [now],
    ),
  );
}

it('Whatever is assigned and unassigned, periods never overlap and the present columns say what is in force', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const tenant = await newTenant();
      const vehicles = [await newVehicle(tenant), await newVehicle(tenant), await newVehicle(tenant)];
      const drivers = [await newDriver(tenant), await newDriver(tenant), await newDriver(tenant)];
      for (const [index, one] of steps.entries()) {
        const now = hours(index);
        await runJob(tenant, applyAssignments, now);
        const id = vehicles[one.vehicle]!;
        const acting =
          one.kind === 'unassign'
            ? call(tenant, unassignDriver, {
                id,
                at: now,
                input: one.atH === null ? {} : { at: hours(index + one.atH).toISOString() },
              })
            : call(tenant, assignDriver, {
                id,
                at: now,
                input: {
                  driverId: drivers[one.driver],
                  endCurrent: one.endCurrent,
                  ...(one.fromH === null ? {} : { assignedFrom: hours(index + one.fromH).toISOString() }),
                  ...(one.lengthH === null ? {} : { assignedTo: hours(index + (one.fromH ?? 0) + one.lengthH).toISOString() }),
                },
              });
        // Refusals are part of the game, as long as they are ours and not the constraint's.
        await acting.catch((error: { status?: number }) => expect([409, 422], String(error)).toContain(error.status));
        expect(await contradictions(tenant, now)).toEqual([]);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
