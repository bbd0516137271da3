import { randomUUID } from 'node:crypto';
import { platformDomain, type Tenant } from '@wheelhouse/shared/domains/platform/index.ts';
import { type ResolveTxt, verifyDomainWith } from '@wheelhouse/shared/domains/platform/verbs/verifyDomain.ts';
import { describe, expect, it } from 'vitest';
import { principalOf, testApi, testServices } from '../../../harness/index.ts';
import { makeTenant, newSlug } from './fixtures.ts';

const records = new Map<string, string[][]>();
const resolve: ResolveTxt = async (name) => {
  const found = records.get(name);
  if (found) return found;
  throw Object.assign(new Error('no such name'), { code: name.includes('slow') ? 'ESERVFAIL' : 'ENOTFOUND' });
};
const served = {
  ...platformDomain,
  verbs: [...platformDomain.verbs.filter(({ name }) => name !== 'verify'), verifyDomainWith(resolve)],
};
const { client } = testApi([served]);
const operator = () => client(principalOf({ tenantId: '' }, { permissions: ['platform.*'], databaseRole: 'authenticated_user' }));
const newDomain = (word = 'd') => `${word}${randomUUID().slice(0, 8)}.example.com`;

describe('tenants over HTTP', () => {
  it('are created, read, listed, renamed, suspended, resumed, moved and deleted by an operator', async () => {
    const call = operator();
    const slug = newSlug();
    const created = await call('POST', '/v1/tenants:create', {
      slug,
      name: 'Acme',
      administrator: { email: 'boss@example.test', firstName: 'Ann', lastName: 'Boss' },
    });
    expect(created.status, created.text).toBe(201);
    const { id } = created.body;
    const path = `/v1/tenants/${id}`;
    const read = await call('GET', path);
    expect(read.body).toMatchObject({ slug, name: 'Acme', status: 'active', isActive: true });
    expect((await call('GET', `/v1/tenants?slug=${slug}`)).body.data).toHaveLength(1);
    const renamed = await call(
      'PATCH',
      path,
      { name: 'Acme AB', industry: 'haulage' },
      { 'If-Match': read.headers.get('etag') as string },
    );
    expect(renamed.body, renamed.text).toMatchObject({ name: 'Acme AB', industry: 'haulage' });
    expect((await call('POST', `${path}:suspend`, { reason: 'unpaid' })).body).toMatchObject({
      status: 'suspended',
      statusReason: 'unpaid',
    });
    expect((await call('POST', `${path}:resume`, {})).body).toMatchObject({ status: 'active', statusReason: null });
    expect((await call('POST', `${path}:move`, { placement: 'dedicated' })).body).toMatchObject({
      placement: 'dedicated',
      status: 'active',
    });
    const unconfirmed = await call('POST', `${path}:delete`, { confirm: 'no' });
    expect(unconfirmed.status).toBe(422);
    const key = { 'Idempotency-Key': `"${randomUUID()}"` };
    const deleted = await call('POST', `${path}:delete`, { confirm: slug }, key);
    expect(deleted.status, deleted.text).toBe(200);
    expect((await call('GET', path)).status).toBe(404);
    expect(await call('POST', `${path}:delete`, { confirm: slug }, key)).toMatchObject({ status: 200, body: deleted.body });
    expect((await call('POST', `${path}:delete`, { confirm: slug })).status).toBe(404);
  });

  it('cannot be reached by users of a tenant, whatever they may do in it', async () => {
    const tenant = await makeTenant();
    const user = client(principalOf({ tenantId: tenant.id }, { permissions: ['*', 'platform.*'] }));
    const attempts: [string, string, unknown?][] = [
      ['GET', '/v1/tenants'],
      ['GET', `/v1/tenants/${tenant.id}`],
      ['POST', '/v1/tenants:create', { slug: newSlug(), name: 'x' }],
      ['POST', `/v1/tenants/${tenant.id}:suspend`, { reason: 'x' }],
      ['POST', `/v1/tenants/${tenant.id}:move`, { placement: 'dedicated' }],
      ['POST', `/v1/tenants/${tenant.id}:delete`, { confirm: tenant.slug }],
      ['GET', '/v1/domains'],
      ['POST', '/v1/domains:add', { tenantId: tenant.id, domain: newDomain() }],
    ];
    for (const [method, path, body] of attempts) expect((await user(method, path, body)).status, `${method} ${path}`).toBe(403);
  });

  it('keep what only verbs may change', async () => {
    const tenant = await makeTenant();
    for (const body of [{ status: 'active' }, { slug: 'x-y' }, { placement: 'dedicated' }, { schemaName: 'audit' }]) {
      const answer = await operator()('PATCH', `/v1/tenants/${tenant.id}`, body, { 'If-Match': '*' });
      expect(answer.status, answer.text).toBe(422);
    }
    expect((await operator()('DELETE', `/v1/tenants/${tenant.id}`)).status).toBe(405);
  });

  it('answer 503 where the function has no owner’s login', async () => {
    const poor = testApi([served], { services: testServices({ env: { DATABASE_OWNER_URL: '' } }) });
    const call = poor.client(principalOf({ tenantId: '' }, { permissions: ['platform.*'] }));
    const answer = await call('POST', '/v1/tenants:create', { slug: newSlug(), name: 'Acme', placement: 'dedicated' });
    expect(answer).toMatchObject({ status: 503, body: { detail: expect.stringContaining('DATABASE_OWNER_URL') } });
  });

  it('say what is wrong with a slug', async () => {
    const answer = await operator()('POST', '/v1/tenants:create', { slug: 'Not a slug', name: 'x' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'slug' }] } });
  });
});

describe('domains over HTTP', () => {
  async function added(tenant: Tenant, domain = newDomain()) {
    const answer = await operator()('POST', '/v1/domains:add', { tenantId: tenant.id, domain });
    expect(answer.status, answer.text).toBe(201);
    return answer.body;
  }

  it('are verified by the TXT record, which may come in pieces and among others', async () => {
    const domain = await added(await makeTenant());
    const path = `/v1/domains/${domain.id}:verify`;
    const missing = await operator()('POST', path, {});
    expect(missing).toMatchObject({ status: 422, body: { detail: expect.stringContaining(`_wheelhouse.${domain.domain}`) } });
    records.set(`_wheelhouse.${domain.domain}`, [['v=spf1 -all']]);
    expect((await operator()('POST', path, {})).body.detail).toContain('v=spf1 -all');
    const token: string = domain.verificationToken;
    records.set(`_wheelhouse.${domain.domain}`, [['v=spf1 -all'], [token.slice(0, 10), token.slice(10)]]);
    expect((await operator()('POST', path, {})).body).toMatchObject({ isVerified: true });
    records.delete(`_wheelhouse.${domain.domain}`);
    expect((await operator()('POST', path, {})).status, 'again, without the record').toBe(200);
  });

  it('answer 503 when the name servers do not answer', async () => {
    const domain = await added(await makeTenant(), newDomain('slow'));
    expect((await operator()('POST', `/v1/domains/${domain.id}:verify`, {})).status).toBe(503);
  });

  it('have one primary a tenant, which is verified', async () => {
    const tenant = await makeTenant();
    const [one, two] = [await added(tenant), await added(tenant)];
    expect((await operator()('POST', `/v1/domains/${one.id}:makePrimary`, {})).status).toBe(422);
    for (const domain of [one, two]) {
      records.set(`_wheelhouse.${domain.domain}`, [[domain.verificationToken]]);
      await operator()('POST', `/v1/domains/${domain.id}:verify`, {});
    }
    await Promise.all([one, two, one, two].map(({ id }) => operator()('POST', `/v1/domains/${id}:makePrimary`, {})));
    const last = await operator()('POST', `/v1/domains/${one.id}:makePrimary`, {});
    expect(last.body, last.text).toMatchObject({ isPrimary: true });
    const { data } = (await operator()('GET', `/v1/domains?tenantId=${tenant.id}&sort=domain`)).body;
    expect(data.filter((domain: { isPrimary: boolean }) => domain.isPrimary).map(({ id }: { id: string }) => id)).toEqual([
      one.id,
    ]);
  });

  it('belong to one tenant, are names, and need a tenant that exists', async () => {
    const tenant = await makeTenant();
    const { domain } = await added(tenant);
    expect((await operator()('POST', '/v1/domains:add', { tenantId: (await makeTenant()).id, domain })).status).toBe(409);
    expect((await operator()('POST', '/v1/domains:add', { tenantId: tenant.id, domain: 'http://x' })).status).toBe(422);
    expect((await operator()('POST', '/v1/domains:add', { tenantId: randomUUID(), domain: newDomain() })).status).toBe(404);
    expect((await operator()('POST', `/v1/domains/${randomUUID()}:verify`, {})).status).toBe(404);
  });
});
