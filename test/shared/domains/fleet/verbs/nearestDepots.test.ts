import { nearestDepots } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { call, newDepot } from '../records.ts';

it('Depots come nearest first with their distance in metres, active ones of this tenant only', async () => {
  const [tenant, other] = [await newTenant({ placement: 'dedicated' }), await newTenant()];
  await newDepot(tenant, { depot_code: 'LAGOS', coordinates: '(3.3792,6.5244)' });
  await newDepot(tenant, { depot_code: 'CHICAGO', coordinates: '(-87.6298,41.8781)' });
  await newDepot(tenant, { depot_code: 'NEWYORK', coordinates: '(-74.006,40.7128)' });
  await newDepot(tenant, { depot_code: 'GONE', coordinates: '(-87.9,43)', is_active: false });
  await newDepot(other, { depot_code: 'FOREIGN', coordinates: '(-87.9,43)' });
  const { data } = await call(tenant, nearestDepots, { input: { latitude: '43.0389', longitude: '-87.9065' } });
  expect(data.map((depot: { depotCode: string }) => depot.depotCode)).toEqual(['CHICAGO', 'NEWYORK', 'LAGOS']);
  // Milwaukee to Chicago: 131 km, to New York: 1,178 km.
  expect(data[0].distanceM / 1000).toBeCloseTo(131, 0);
  expect(Math.abs(data[1].distanceM / 1000 - 1178)).toBeLessThan(12);
  expect(data[0].coordinates).toEqual({ longitude: -87.6298, latitude: 41.8781 });
});

it('The date line is no barrier, and limit limits', async () => {
  const tenant = await newTenant();
  await newDepot(tenant, { depot_code: 'FIJI', coordinates: '(179.9,-17)' });
  await newDepot(tenant, { depot_code: 'TONGA', coordinates: '(-175.2,-21.1)' });
  const { data } = await call(tenant, nearestDepots, { input: { latitude: '-17', longitude: '-179.9', limit: '1' } });
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ depotCode: 'FIJI' });
  expect(data[0].distanceM).toBeLessThan(22_000);
});

it('Places that are not on earth are refused, as is a missing one', () => {
  for (const input of [
    { latitude: '91', longitude: '0' },
    { latitude: '', longitude: '0' },
    { latitude: '1' },
    { latitude: '1', longitude: 'x' },
  ]) {
    expect(nearestDepots.input.safeParse(input).success).toBe(false);
  }
});

it('A depot a hair’s breadth from the equator does not fail the question, nor does such a place', async () => {
  const tenant = await newTenant();
  await newDepot(tenant, { depot_code: 'ZERO', coordinates: '(5e-324,1e-320)' });
  const { data } = await call(tenant, nearestDepots, {
    input: { latitude: '0.000000000000001', longitude: '-0.000000000000001' },
  });
  expect(data).toMatchObject([{ depotCode: 'ZERO', distanceM: 0 }]);
});
