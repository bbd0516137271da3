import { isOpen } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { call, newDepot, noon, unknownId } from '../records.ts';

const hours = JSON.stringify({ monday: { open: '06:00', close: '22:00' } });

it('A depot answers in its own time zone, with the time of the next change', async () => {
  const tenant = await newTenant();
  const id = await newDepot(tenant, { operating_hours: hours, timezone: 'America/Chicago' });
  expect(await call(tenant, isOpen, { id, input: { at: '2026-06-15T13:00:00+02:00' } })).toEqual({
    id,
    at: '2026-06-15T11:00:00.000Z',
    timezone: 'America/Chicago',
    localTime: '2026-06-15T06:00:00',
    isOpen: true,
    opensAt: null,
    closesAt: '2026-06-16T03:00:00.000Z',
  });
  expect(await call(tenant, isOpen, { id, input: { at: '2026-06-16T03:00:00Z' } })).toMatchObject({
    isOpen: false,
    opensAt: '2026-06-22T11:00:00.000Z',
  });
});

it('Without a time it is about now', async () => {
  const tenant = await newTenant();
  const id = await newDepot(tenant, { operating_hours: hours, timezone: 'UTC' });
  expect(await call(tenant, isOpen, { id })).toMatchObject({ at: noon.toISOString(), isOpen: true });
});

it('A 24-hour depot never closes, unless it is not active', async () => {
  const tenant = await newTenant();
  const always = await newDepot(tenant, { is_24_hour: true, operating_hours: hours });
  const given_up = await newDepot(tenant, { is_24_hour: true, is_active: false });
  expect(await call(tenant, isOpen, { id: always, input: { at: '2026-06-17T03:00:00Z' } })).toMatchObject({
    isOpen: true,
    closesAt: null,
  });
  expect(await call(tenant, isOpen, { id: given_up })).toMatchObject({ isOpen: false, opensAt: null });
});

it('A depot that does not exist is not found', async () => {
  await expect(call(await newTenant(), isOpen, { id: unknownId })).rejects.toMatchObject({ status: 404 });
});

it('A moment whose calendar cannot be written is refused by name', () => {
  for (const at of ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:00-14:00', '0000-01-01T00:00:00Z']) {
    expect(isOpen.input.safeParse({ at }).error?.issues, at).toMatchObject([{ path: ['at'] }]);
  }
});
