import { randomUUID } from 'node:crypto';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, testApi, testServices } from '../../../../harness/index.ts';
import { newUser } from '../../fleet/records.ts';
import { clock, now, testIngest, vehicleWith } from '../support.ts';
import { consume, journey, report } from './driven.ts';

const services = testServices({ clock });
const { client } = testApi([telematicsDomain], { services, resources: [telematicsDomain, fleetDomain, identityDomain] });
const at = (agoS: number) => new Date(now.getTime() - agoS * 1000).toISOString();

describe('Telematics rules', () => {
  it('are the defaults until something is set, and what was set from its moment on', async () => {
    const tenant = await newTenant();
    const userId = await newUser(tenant);
    const call = client(principalOf(tenant, { actor: { kind: 'user', userId } }));
    const defaults = (await call('GET', '/v1/telematics-rules:effective')).body;
    expect(defaults).toMatchObject({
      id: null,
      validFrom: null,
      rules: { trips: { startDistanceM: 200, stopAfterSeconds: 180 } },
    });

    const set = await call('POST', '/v1/telematics-rules:set', {
      rules: { trips: { startDistanceM: 500 } },
      validFrom: at(3600),
      note: 'Large yards',
    });
    expect(set).toMatchObject({ status: 201, body: { validFrom: at(3600), setByUserId: userId, note: 'Large yards' } });
    const effective = async (agoS: number) => (await call('GET', `/v1/telematics-rules:effective?at=${at(agoS)}`)).body;
    expect((await effective(3601)).rules.trips.startDistanceM).toBe(200);
    expect(await effective(3600)).toMatchObject({ id: set.body.id, rules: { trips: { startDistanceM: 500, stopRadiusM: 200 } } });
    expect((await call('GET', '/v1/telematics-rules')).body.data).toMatchObject([{ id: set.body.id, note: 'Large yards' }]);
  });

  it('are refused with the path of what is wrong, twice for one moment, and without the permission', async () => {
    const tenant = await newTenant();
    const call = client(principalOf(tenant));
    const set = (rules: unknown) => call('POST', '/v1/telematics-rules:set', { rules, validFrom: at(60) });
    const unknown = await set({ trips: { startDistance: 500 } });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain('rules.trips');
    expect(unknown.text).toContain('startDistance');
    expect((await set({ trips: { startDistanceM: 1 } })).body.errors).toMatchObject([{ path: 'rules.trips.startDistanceM' }]);
    expect((await set({ trips: { classification: { timezone: 'Mars/Base' } } })).status).toBe(422);
    expect((await set({})).status).toBe(201);
    expect((await set({})).status).toBe(409);
    const reader = client(principalOf(tenant, { permissions: ['telematics_rules.read'] }));
    expect((await reader('POST', '/v1/telematics-rules:set', { rules: {} })).status).toBe(403);
    expect((await reader('GET', '/v1/telematics-rules:effective')).status).toBe(200);
  });

  it('of the past have the trips since then computed again, and again when they are deleted', async () => {
    const tenant = await newTenant();
    const call = client(principalOf(tenant));
    const vehicleId = await vehicleWith(tenant, 'GPS-R');
    await report(tenant, 'GPS-R', journey(3600));
    const trips = async () => (await call('GET', '/v1/trips')).body.data;
    const before = await trips();
    expect(before).toMatchObject([{ usageType: 'business' }]);

    const refolded = async () => {
      await consume(tenant, services);
      await testIngest().refold(tenant.tenantId, vehicleId);
    };
    const rules = { trips: { classification: { default: 'personal' } } };
    const { body } = await call('POST', '/v1/telematics-rules:set', { rules, validFrom: at(7200) });
    await refolded();
    expect(await trips()).toMatchObject([{ id: before[0].id, usageType: 'personal' }]);
    const { headers } = await call('GET', `/v1/telematics-rules/${body.id}`);
    const deleted = await call('DELETE', `/v1/telematics-rules/${body.id}`, undefined, {
      'If-Match': headers.get('etag') ?? '*',
    });
    expect(deleted.status).toBe(204);
    await refolded();
    expect(await trips()).toMatchObject([{ id: before[0].id, usageType: 'business' }]);
    expect((await call('DELETE', `/v1/telematics-rules/${randomUUID()}`, undefined, { 'If-Match': '"1"' })).status).toBe(404);
  });
});
