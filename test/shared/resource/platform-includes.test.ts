import { platformDomain } from '@wheelhouse/shared/domains/platform/index.ts';
import { expect, it } from 'vitest';
import { newTenant, principalOf, testApi } from '../../harness/index.ts';

const { client } = testApi([platformDomain]);

it('control-plane rows, whose keys are the id alone, show their related rows', async () => {
  const tenant = await newTenant();
  const operator = client(principalOf({ tenantId: '' }));
  const made = await operator('POST', '/v1/domains:add', { tenantId: tenant.tenantId, domain: `${tenant.slug}.example` });
  expect(made.status, made.text).toBe(201);
  const one = await operator('GET', `/v1/tenants/${tenant.tenantId}?include=domains`);
  expect(one.body.domains, one.text).toMatchObject([{ id: made.body.id }]);
  const domain = await operator('GET', `/v1/domains/${made.body.id}?include=tenant&fields=domain`);
  expect(domain.body.tenant, domain.text).toMatchObject({ id: tenant.tenantId });
});
