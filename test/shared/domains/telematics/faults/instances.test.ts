import { fixedClock } from '@wheelhouse/shared/clock.ts';
import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { delivery } from '../support.ts';
import { eventsTopic, ingestFunction, inParallel } from './function-process.ts';
import { simulatedFleet } from './simulated.ts';
import { addFleet, counts, deliverInOrder, everything, expectSame, foldAll } from './support.ts';

const seed = 20_261_122;

it('What arrives three times, shuffled, at two instances gives what one ordered delivery gives', async () => {
  const pubsub = await eventsTopic();
  const instances = await Promise.all([1, 2].map(() => ingestFunction(inject('appUrl'), pubsub)));
  const [tenant, reference] = [await newTenant(), await newTenant()];
  const { fleet, batches } = simulatedFleet({ vehicles: 6, hours: 3, seed });
  for (const one of [tenant, reference]) await addFleet(one, fleet);

  const sent = batches.map((batch, i) => delivery({ ...batch, tenantId: tenant.tenantId }, `message-${i}`));
  const threefold = [...sent, ...sent, ...sent];
  const shuffled = fc.sample(fc.shuffledSubarray(threefold, { minLength: threefold.length }), { seed, numRuns: 1 })[0] ?? [];
  await inParallel([...shuffled.entries()], 12, async ([i, one]) => {
    while ((await instances[i % 2]?.push(one))?.status !== 204);
  });

  const ended = fixedClock(new Date());
  await deliverInOrder(reference, fleet, batches, ended);
  for (const one of [tenant, reference]) await foldAll(one, fleet, ended);
  const actual = await everything(tenant);
  const { geofence_presences: _, ...found } = counts(actual);
  expect(Object.entries(found).filter(([, count]) => count === 0)).toEqual([]);
  expectSame(actual, await everything(reference));
}, 120_000);
