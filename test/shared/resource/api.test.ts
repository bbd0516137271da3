import { randomUUID } from 'node:crypto';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { describe, expect, it } from 'vitest';
import { type Client, changesOf, newTenant, principalOf, testApi } from '../../harness/index.ts';

const { client, anonymous, app } = testApi([fleetDomain, identityDomain]);

const depot = (code: string, name = `Depot ${code}`) => ({
  depotCode: code,
  depotName: name,
  address: { street: 'Hamngatan 1', city: 'Göteborg', country: 'SE' },
  coordinates: { longitude: 11.97, latitude: 57.7 },
  timezone: 'Europe/Stockholm',
});
const vendor = (code: string, name: string, rating?: number) => ({
  vendorCode: code,
  name,
  vendorType: 'fuel',
  ...(rating ? { rating } : {}),
});

async function caller(placement: 'pooled' | 'dedicated' = 'pooled'): Promise<Client> {
  return client(principalOf(await newTenant({ placement })));
}

describe.each(['pooled', 'dedicated'] as const)('a resource of a %s tenant', (placement) => {
  it('creates, reads, changes and deletes a row', async () => {
    const call = await caller(placement);
    const created = await call('POST', '/v1/depots', depot('GOT'));
    expect(created.status, created.text).toBe(201);
    expect(created.headers.get('location')).toBe(`/v1/depots/${created.body.id}`);
    const read = await call('GET', `/v1/depots/${created.body.id}`);
    expect(read.body).toEqual(created.body);
    expect(read.body.coordinates).toEqual({ longitude: 11.97, latitude: 57.7 });
    expect(read.body).not.toHaveProperty('tenantId');
    const etag = read.headers.get('etag') as string;
    const changed = await call('PATCH', `/v1/depots/${created.body.id}`, { depotName: 'Harbour' }, { 'If-Match': etag });
    expect(changed.body.depotName).toBe('Harbour');
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect((await call('DELETE', `/v1/depots/${created.body.id}`)).status).toBe(204);
    expect((await call('GET', `/v1/depots/${created.body.id}`)).status).toBe(404);
  });

  it('is invisible to another tenant, by id and in lists, and cannot be changed by it', async () => {
    const [mine, other] = [await caller(placement), await caller()];
    const { body } = await mine('POST', '/v1/depots', depot('GOT'));
    expect((await other('GET', `/v1/depots/${body.id}`)).status).toBe(404);
    expect((await other('GET', '/v1/depots')).body.data).toEqual([]);
    expect((await other('PATCH', `/v1/depots/${body.id}`, { depotName: 'x' }, { 'If-Match': '*' })).status).toBe(404);
    expect((await other('DELETE', `/v1/depots/${body.id}`)).status).toBe(404);
    expect((await mine('GET', `/v1/depots/${body.id}`)).status).toBe(200);
  });
});

describe('changing a row', () => {
  it('needs If-Match, and refuses a version that is no longer there', async () => {
    const call = await caller();
    const { body, headers } = await call('POST', '/v1/depots', depot('A'));
    const path = `/v1/depots/${body.id}`;
    expect((await call('PATCH', path, { depotName: 'x' })).status).toBe(428);
    const etag = headers.get('etag') as string;
    expect((await call('PATCH', path, { depotName: 'x' }, { 'If-Match': etag })).status).toBe(200);
    const late = await call('PATCH', path, { depotName: 'y' }, { 'If-Match': etag });
    expect(late.status).toBe(412);
    expect(late.body.detail).toContain('"2"');
    expect((await call('DELETE', path, undefined, { 'If-Match': etag })).status).toBe(412);
  });

  it('that changes nothing makes no new version', async () => {
    const call = await caller();
    const { body, headers } = await call('POST', '/v1/depots', depot('A'));
    const same = await call('PATCH', `/v1/depots/${body.id}`, { depotCode: 'A' }, { 'If-Match': '*' });
    expect(same.headers.get('etag')).toBe(headers.get('etag'));
  });

  it('of two at once with one version lets exactly one win', async () => {
    const call = await caller();
    const { body, headers } = await call('POST', '/v1/depots', depot('A'));
    const etag = { 'If-Match': headers.get('etag') as string };
    const answers = await Promise.all(
      ['b', 'c', 'd', 'e'].map((depotName) => call('PATCH', `/v1/depots/${body.id}`, { depotName }, etag)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('answers 304 to who holds the version already', async () => {
    const call = await caller();
    const { body, headers } = await call('POST', '/v1/depots', depot('A'));
    const again = await call('GET', `/v1/depots/${body.id}`, undefined, { 'If-None-Match': headers.get('etag') as string });
    expect(again).toMatchObject({ status: 304, text: '' });
  });
});

describe('invalid input', () => {
  it('is answered with every wrong field by name, and nothing is stored', async () => {
    const call = await caller();
    const answer = await call('POST', '/v1/depots', {
      ...depot('A'),
      depotName: 7,
      timezone: 'Mars/Base',
      nonsense: true,
      currentVehicleCount: 3,
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const paths = answer.body.errors.map((error: { path: string }) => error.path);
    expect(paths).toEqual(expect.arrayContaining(['depotName', 'timezone', 'nonsense', 'currentVehicleCount']));
    expect((await call('GET', '/v1/depots?total=true')).body.page.total).toBe(0);
  });

  it.each([
    ['malformed JSON', '{"a":', 400],
    ['an empty body', '', 400],
    ['a NUL character', '{"depotCode":"a\\u0000"}', 400],
    ['half a surrogate pair', '{"depotCode":"\\ud800"}', 400],
    ['an array', '[]', 422],
    ['null', 'null', 422],
  ])('such as %s is refused', async (_, text, status) => {
    const call = await caller();
    const answer = await call('POST', '/v1/depots', text, { 'Content-Type': 'application/json' });
    expect(answer.status, answer.text).toBe(status);
  });

  it('names the field whose value is taken already', async () => {
    const call = await caller();
    await call('POST', '/v1/depots', depot('A'));
    const second = await call('POST', '/v1/depots', depot('A'));
    expect(second).toMatchObject({ status: 409, body: { code: 'already_exists' } });
    expect(second.text).toContain('depotCode');
  });

  it('names a reference to what does not exist, another tenant’s rows included', async () => {
    const [call, other] = [await caller(), await caller()];
    const foreign = (await other('POST', '/v1/depots', depot('A'))).body.id as string;
    for (const homeDepotId of [randomUUID(), foreign]) {
      const answer = await call('POST', '/v1/vehicles', { ...vehicle('V1'), homeDepotId });
      expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
      expect(answer.status, answer.text).toBeLessThan(500);
      expect(answer.text).toContain('homeDepotId');
    }
  });

  it('such as a moment that would be stored as a year before Christ or beyond 9999 is refused', async () => {
    const call = await caller();
    const team = (await call('POST', '/v1/teams', { name: 'Night' })).body;
    for (const joinedAt of ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:00-14:00', '0000-06-01T00:00:00Z']) {
      const answer = await call('POST', '/v1/team-members', { teamId: team.id, userId: randomUUID(), joinedAt });
      expect(answer.body.errors, answer.text).toMatchObject([{ path: 'joinedAt' }]);
    }
  });

  it('treats SQL and paths as text', async () => {
    const call = await caller();
    const depotName = `'; drop table depots; -- ../../etc/passwd`;
    const created = await call('POST', '/v1/depots', depot('A', depotName));
    expect(created.body.depotName).toBe(depotName);
    const found = await call('GET', `/v1/depots?depotName=${encodeURIComponent(depotName)}`);
    expect(found.body.data).toHaveLength(1);
    expect((await call('GET', `/v1/depots/${encodeURIComponent("' or 1=1 --")}`)).status).toBe(404);
  });

  it('answers 401 without a token, 404 for unknown paths, 405 with Allow for unknown methods, 415 for other types', async () => {
    const call = await caller();
    expect(await anonymous('GET', '/v1/depots')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect((await call('GET', '/v1/nothing')).status).toBe(404);
    const put = await call('PUT', '/v1/depots', {});
    expect(put.status).toBe(405);
    expect(put.headers.get('allow')).toContain('POST');
    expect((await call('POST', '/v1/depots', 'a=b', { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await call('POST', '/v1/depots', { ...depot('A'), depotName: 'x'.repeat(2_000_000) })).status).toBe(413);
  });
});

describe('a list', () => {
  it('filters, searches, counts and sorts', async () => {
    const call = await caller();
    for (const [code, name, rating] of [
      ['A', 'Shell 100%', 4.5],
      ['B', 'Circle K', 3],
      ['C', 'shellfish & co', 2],
      ['D', 'Preem', undefined],
    ] as const) {
      const made = await call('POST', '/v1/vendors', vendor(code, name, rating));
      expect(made.status, made.text).toBe(201);
    }
    const codes = async (query: string) => {
      const answer = await call('GET', `/v1/vendors?${query}`);
      expect(answer.status, answer.text).toBe(200);
      return answer.body.data.map((row: { vendorCode: string }) => row.vendorCode);
    };
    expect(await codes('rating[gte]=3&sort=-rating')).toEqual(['A', 'B']);
    expect(await codes('rating[isNull]=true')).toEqual(['D']);
    expect(await codes('vendorCode[in]=A,D&sort=vendorCode')).toEqual(['A', 'D']);
    expect(await codes('name[contains]=100%25')).toEqual(['A']);
    expect(await codes('search=shell&sort=vendorCode')).toEqual(['A', 'C']);
    expect(await codes('sort=rating')).toEqual(['C', 'B', 'A', 'D']);
    expect(await codes('rating[ne]=3&sort=vendorCode')).toEqual(['A', 'C', 'D']);
    expect((await call('GET', '/v1/vendors?total=true&limit=1')).body.page).toMatchObject({ total: 4 });
    expect((await call('GET', '/v1/vendors?fields=name&limit=1')).body.data[0]).toEqual({
      id: expect.any(String),
      name: 'Shell 100%',
    });
  });

  it.each([
    'nope=1',
    'name[gt',
    'rating[gte]=high',
    'rating[fancy]=1',
    'sort=password',
    'limit=0',
    'limit=abc',
    'cursor=abc',
    'fields=nope',
    'include=nope',
    'isActive=maybe',
    'total=1',
    'name=a&name=b',
    'createdAt[gte]=yesterday',
    'name=%00',
    'id=7',
  ])('refuses ?%s with the name of what is wrong', async (query) => {
    const answer = await (await caller())('GET', `/v1/vendors?${query}`);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.errors.length).toBeGreaterThan(0);
  });

  it('shows related rows on request', async () => {
    const call = await caller();
    const home = (await call('POST', '/v1/depots', depot('A'))).body;
    const made = await call('POST', '/v1/vehicles', { ...vehicle('V1'), homeDepotId: home.id });
    expect(made.status, made.text).toBe(201);
    const listed = await call('GET', '/v1/vehicles?include=homeDepot');
    expect(listed.body.data[0].homeDepot.id).toBe(home.id);
    const one = await call('GET', `/v1/vehicles/${made.body.id}?include=homeDepot&fields=vin`);
    expect(Object.keys(one.body).sort()).toEqual(['homeDepot', 'id', 'vin']);
  });
});

describe('permissions', () => {
  it('name what is missing, for reading, writing and includes', async () => {
    const tenant = await newTenant();
    const reader = client(principalOf(tenant, { permissions: ['vehicle.read'] }));
    expect((await reader('GET', '/v1/vehicles')).status).toBe(200);
    expect(await reader('POST', '/v1/vehicles', vehicle('V1'))).toMatchObject({
      status: 403,
      body: { permission: 'vehicle.write' },
    });
    expect(await reader('GET', '/v1/depots')).toMatchObject({ status: 403, body: { permission: 'depot.read' } });
    expect(await reader('GET', '/v1/vehicles?include=homeDepot')).toMatchObject({
      status: 403,
      body: { permission: 'depot.read' },
    });
  });
});

describe('an Idempotency-Key', () => {
  it('makes a repeated request have one effect and the same answer', async () => {
    const call = await caller();
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await call('POST', '/v1/depots', depot('A'), key);
    const second = await call('POST', '/v1/depots', depot('A'), key);
    expect(second.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('holds when the same request arrives many times at once', async () => {
    const call = await caller();
    const key = { 'Idempotency-Key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('POST', '/v1/depots', depot('A'), key)));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.every((answer) => answer.status === 201)).toBe(true);
    expect((await call('GET', '/v1/depots?total=true')).body.page.total).toBe(1);
  });

  it('cannot be used for another request, and belongs to its caller', async () => {
    const tenant = await newTenant();
    const [call, colleague] = [client(principalOf(tenant)), client(principalOf(tenant))];
    const key = { 'Idempotency-Key': 'k1' };
    await call('POST', '/v1/depots', depot('A'), key);
    expect((await call('POST', '/v1/depots', depot('B'), key)).body.code).toBe('idempotency_key_reused');
    expect((await colleague('POST', '/v1/depots', depot('B'), key)).status).toBe(201);
  });

  it('of a request that failed can be used again', async () => {
    const call = await caller();
    const key = { 'Idempotency-Key': randomUUID() };
    const taken = (await call('POST', '/v1/depots', depot('A'))).body;
    expect((await call('POST', '/v1/depots', depot('A'), key)).status).toBe(409);
    await call('DELETE', `/v1/depots/${taken.id}`);
    expect((await call('POST', '/v1/depots', depot('A'), key)).status).toBe(201);
  });
});

describe('a batch', () => {
  it('creates, changes and deletes together', async () => {
    const call = await caller();
    const [a, b] = [(await call('POST', '/v1/depots', depot('A'))).body, (await call('POST', '/v1/depots', depot('B'))).body];
    const answer = await call('POST', '/v1/depots:batch', {
      create: [depot('C')],
      update: [{ id: a.id, ifMatch: a.rowVersion, values: { depotName: 'New' } }],
      delete: [{ id: b.id }],
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.created[0].depotCode).toBe('C');
    expect(answer.body.updated[0].depotName).toBe('New');
    expect(answer.body.deleted).toEqual([b.id]);
  });

  it('does nothing when one row fails, and says which', async () => {
    const call = await caller();
    const a = (await call('POST', '/v1/depots', depot('A'))).body;
    const stale = await call('POST', '/v1/depots:batch', {
      create: [depot('B')],
      update: [{ id: a.id, ifMatch: 7, values: {} }],
    });
    expect(stale).toMatchObject({ status: 412, body: { detail: expect.stringContaining('update[0]') } });
    const wrong = await call('POST', '/v1/depots:batch', { create: [depot('B'), { ...depot('C'), depotName: 5 }] });
    expect(wrong.body.errors[0].path).toContain('create[1].depotName');
    const taken = await call('POST', '/v1/depots:batch', { create: [depot('B'), depot('A')] });
    expect(taken).toMatchObject({ status: 409, body: { detail: expect.stringContaining('create[1]') } });
    expect((await call('GET', '/v1/depots?total=true')).body.page.total).toBe(1);
  });
});

describe('a change feed', () => {
  it('tells what happened in order and goes on from its cursor', async () => {
    const call = await caller();
    const a = (await call('POST', '/v1/depots', depot('A'))).body;
    const first = await changesOf(call, '/v1/depots:changes', 1);
    expect(first.data.map((event: { type: string }) => event.type)).toEqual(['depot.created']);
    await call('PATCH', `/v1/depots/${a.id}`, { depotName: 'x' }, { 'If-Match': '*' });
    await call('DELETE', `/v1/depots/${a.id}`);
    const next = await changesOf(call, `/v1/depots:changes?cursor=${first.page.nextCursor}`, 2);
    expect(next.data.map((event: { type: string }) => event.type)).toEqual(['depot.updated', 'depot.deleted']);
    expect(next.data[0].data.changed).toEqual(['depotName']);
    // Who did it from where is for the audit trail.
    expect(Object.keys(next.data[0])).toEqual(['id', 'type', 'subjectId', 'occurredAt', 'data']);
    expect(next.page.hasMore).toBe(false);
    expect((await call('GET', `/v1/depots:changes?cursor=${next.page.nextCursor}`)).body.data).toEqual([]);
    expect((await call('GET', '/v1/depots:changes?cursor=zzz')).status).toBe(422);
  });
});

describe('the OpenAPI document', () => {
  it('is served', async () => {
    const document = (await (await app.request('/openapi.json')).json()) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/v1/vehicles/{id}:assignDriver');
  });
});

function vehicle(identifier: string) {
  return {
    vehicleIdentifier: identifier,
    make: 'Volvo',
    model: 'FH16',
    year: 2022,
    licensePlate: `${identifier} 123`,
    vin: `YV2RT40A${identifier.padStart(9, '0')}`.slice(0, 17),
    vehicleType: 'truck',
    maxWeightCapacityKg: 18000,
    maxVolumeCapacityM3: 60,
    fuelTankCapacityLiters: 600,
    insuranceExpiryDate: '2030-01-01',
    registrationExpiryDate: '2030-01-01',
  };
}
