import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { newTenant, openTestDatabase, type TestTenant, testDatabase } from '../../../harness/index.ts';
import { delivery, message, readingAt, stored, testIngest, vehicleWith } from './support.ts';

const devices = ['GPS-1', 'GPS-2', 'GPS-3'];
const instances = [openTestDatabase({ databasePoolSize: 3 }), openTestDatabase({ databasePoolSize: 3 })];
afterAll(() => Promise.all(instances.map((database) => database.close())));

// Few moments and places, so that readings of one millisecond and equal readings happen.
const reading = fc.record({
  device: fc.constantFrom(...devices),
  reading: fc
    .record({
      secondsAgo: fc.integer({ min: 0, max: 12 }),
      latitude: fc.constantFrom(51.5, 51.6, 51.7),
      speedKph: fc.option(fc.constantFrom(0, 40), { nil: undefined }),
      odometerKm: fc.option(fc.constantFrom(10, 20, 30), { nil: undefined }),
      sequence: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
    })
    .map(({ secondsAgo, latitude, speedKph, odometerKm, sequence }) =>
      readingAt(secondsAgo, { position: { latitude, longitude: -0.12, speedKph }, odometerKm, sequence }),
    ),
});

type Sent = { device: string; reading: ReturnType<typeof readingAt> };

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
    for (const device of devices) await vehicleWith(tenant, device);
    const runs = fc
      .array(reading, { minLength: 1, maxLength: 40 })
      .chain((readings) => fc.tuple(fc.constant(readings), disorder(readings)));
    await fc.assert(
      fc.asyncProperty(runs, async ([readings, messages]) => {
        await forget(tenant);
        const inOrder = testIngest({ maxDelayMs: 0 });
        const ordered = readings.toSorted((a, b) => a.reading.recordedAt.localeCompare(b.reading.recordedAt));
        for (const { device, reading: one } of ordered) await inOrder.accept(delivery(message(tenant, device, [one])));
        const expected = await stored(tenant);

        await forget(tenant);
        const ingests = instances.map((database) => testIngest({ database, maxDelayMs: 1, maxBatchRows: 8 }));
        await Promise.all(
          messages.map(({ device, readings: batch, instance }) =>
            ingests[instance]?.accept(delivery(message(tenant, device, batch))),
          ),
        );
        expect(await stored(tenant)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  },
);

/** Empties the tables as only the system can, for the next delivery of the same readings. */
async function forget(tenant: TestTenant): Promise<void> {
  await withSystem(
    testDatabase(),
    'test',
    async (tx) => {
      await tx.query('delete from vehicle_state where tenant_id = $1', [tenant.tenantId]);
      await tx.query('delete from vehicle_locations where tenant_id = $1', [tenant.tenantId]);
    },
    { home: tenant.schemaName },
  );
}
