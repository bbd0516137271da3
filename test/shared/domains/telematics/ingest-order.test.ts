import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { newTenant, openTestDatabase, type TestTenant, testDatabase } from '../../../harness/index.ts';
import { drive, journey } from './journeys.ts';
import { delivery, derived, message, stored, testIngest, vehicleWith } from './support.ts';

const devices = ['GPS-1', 'GPS-2'];
const instances = [openTestDatabase({ databasePoolSize: 3 }), openTestDatabase({ databasePoolSize: 3 })];
afterAll(() => Promise.all(instances.map((database) => database.close())));

type Sent = { device: string; reading: { recordedAt: string } };

/** Every reading once to three times, in any order, cut into messages, each handed to one of two instances. */
const disorder = (readings: Sent[]) =>
  fc
    .record({
      repeated: fc.shuffledSubarray([...readings, ...readings, ...readings], {
        minLength: readings.length * 3,
        maxLength: readings.length * 3,
      }),
      sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: readings.length * 3, maxLength: readings.length * 3 }),
      instance: fc.infiniteStream(fc.integer({ min: 0, max: 1 })),
    })
    .map(({ repeated, sizes, instance }) => {
      const messages: { device: string; readings: unknown[]; instance: number }[] = [];
      for (const { device, reading: one } of repeated) {
        const last = messages.findLast((candidate) => candidate.device === device);
        if (last && last.readings.length < (sizes[messages.length] ?? 1)) last.readings.push(one);
        else messages.push({ device, readings: [one], instance: instance.next().value as number });
      }
      return messages;
    });

it.each(['pooled', 'dedicated'] as const)(
  'Whatever the order, repetition, split and instance of delivery, a %s tenant holds what one ordered delivery gives',
  async (placement) => {
    const tenant = await newTenant({ placement });
    const vehicles = await Promise.all(devices.map((device) => vehicleWith(tenant, device)));
    await addFences(tenant);
    const readings = fc
      .tuple(...devices.map((device) => journey.map((steps) => drive(steps).map((reading) => ({ device, reading })))))
      .map((all) => all.flat());
    const runs = readings.chain((sent) => fc.tuple(fc.constant(sent), disorder(sent)));
    await fc.assert(
      fc.asyncProperty(runs, async ([sent, messages]) => {
        await forget(tenant);
        const inOrder = testIngest({ maxDelayMs: 0 });
        const ordered = sent.toSorted((a, b) => a.reading.recordedAt.localeCompare(b.reading.recordedAt));
        for (const { device, reading } of ordered) await inOrder.accept(delivery(message(tenant, device, [reading])));
        await inOrder.drain();
        for (const vehicle of vehicles) await inOrder.refold(tenant.tenantId, vehicle);
        const expected = [await stored(tenant), await derived(tenant)];

        await forget(tenant);
        const ingests = instances.map((database) => testIngest({ database, maxDelayMs: 1, maxBatchRows: 8 }));
        await Promise.all(
          messages.map(({ device, readings: batch, instance }) =>
            ingests[instance]?.accept(delivery(message(tenant, device, batch))),
          ),
        );
        for (const ingest of ingests) await ingest.drain();
        for (const vehicle of vehicles) await ingests[0]?.refold(tenant.tenantId, vehicle);
        expect([await stored(tenant), await derived(tenant)]).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  },
  120_000,
);

it('Readings that are stored first and folded later give what folding at once gives', async () => {
  const tenant = await newTenant();
  const vehicle = await vehicleWith(tenant, 'GPS-1');
  await addFences(tenant);
  await fc.assert(
    fc.asyncProperty(journey, async (steps) => {
      const readings = drive(steps);
      await forget(tenant);
      const inline = testIngest();
      await inline.accept(delivery(message(tenant, 'GPS-1', readings)));
      await inline.refold(tenant.tenantId, vehicle);
      const expected = await derived(tenant);

      await forget(tenant);
      const later = testIngest({ fold: 'later' });
      for (const reading of readings) await later.accept(delivery(message(tenant, 'GPS-1', [reading])));
      await later.refold(tenant.tenantId, vehicle);
      expect(await derived(tenant)).toEqual(expected);
    }),
    { numRuns: 8 },
  );
}, 120_000);

/** Fences on the way that `drive` takes, there since before the first reading. */
async function addFences(tenant: TestTenant): Promise<void> {
  await tenant.run((tx) =>
    tx.query(
      `insert into geofences (name, type, center_latitude, center_longitude, radius_m, dwell_minutes, alert_on_entry)
       values ('Yard', 'circle', 6.5244, 3.3792, 300, 5, true), ('Customer', 'circle', 6.5514, 3.3792, 500, 2, false)`,
    ),
  );
  await tenant.run((tx) => tx.query(`update geofence_versions set valid_from = now() - interval '300 days'`));
}

/** Empties the tables as only the system can, for the next delivery of the same readings. */
async function forget(tenant: TestTenant): Promise<void> {
  const tables = [
    'vehicle_state',
    'vehicle_folds',
    'vehicle_fold_checkpoints',
    'trips',
    'geofence_events',
    'geofence_presences',
    'driver_behavior_events',
    'vehicle_events',
    'telemetry_rejections',
    'vehicle_locations',
    'obd_telemetry',
    'device_events',
  ];
  await withSystem(
    testDatabase(),
    'test',
    async (tx) => {
      for (const table of tables) await tx.query(`delete from ${table} where tenant_id = $1`, [tenant.tenantId]);
    },
    { home: tenant.schemaName },
  );
}
