import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { expect, it } from 'vitest';
import { newTenant, openTestDatabase, principalOf, testApi, testServices } from '../../harness/index.ts';

const vendor = { vendorCode: 'A', name: 'Shell', vendorType: 'fuel' };

it('a counted list whose filter no database can compare is refused, not a failure of ours', async () => {
  const call = testApi([fleetDomain]).client(principalOf(await newTenant()));
  const answer = await call('GET', '/v1/vendors?total=true&createdAt[ne]=0000-02-29T00:00:00Z');
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
  expect(answer.status, answer.text).toBeLessThan(500);
});

it('a change of a row that another transaction holds is to be sent again later', async () => {
  const tenant = await newTenant();
  const database = openTestDatabase({ databaseLockTimeoutMs: 100 });
  const call = testApi([fleetDomain], { services: testServices({ database }) }).client(principalOf(tenant));
  const { body } = await call('POST', '/v1/vendors', vendor);
  const answer = await tenant.run(async (tx) => {
    await tx.query('select id from vendors where id = $1 for update', [body.id]);
    return call('PATCH', `/v1/vendors/${body.id}`, { name: 'Circle' }, { 'If-Match': '*' });
  });
  await database.close();
  expect(answer, answer.text).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(answer.headers.get('retry-after')).toBeTruthy();
});
