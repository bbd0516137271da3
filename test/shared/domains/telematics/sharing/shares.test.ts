import { randomUUID } from 'node:crypto';
import { makeApiToken } from '@wheelhouse/shared/auth/api-token.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import * as resources from '@wheelhouse/shared/domains/telematics/resources.ts';
import { revokeShare } from '@wheelhouse/shared/domains/telematics/verbs/revokeShare.ts';
import { share } from '@wheelhouse/shared/domains/telematics/verbs/share.ts';
import { viewShare } from '@wheelhouse/shared/domains/telematics/verbs/viewShare.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, testApi, testDatabase, testServices } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';
import { report } from '../live/support.ts';
import { drive } from '../reading/support.ts';

const sharingDomain: Domain = {
  name: 'telematics',
  resources: Object.values(resources),
  verbs: [share, revokeShare, viewShare],
};

async function sharing(placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const vehicleId = await tenant.run((tx) => insertRow(tx, tenant.tenantId, 'vehicles', { vehicle_identifier: 'Van 7' }));
  const clock = fixedClock(new Date());
  const services = testServices({ clock });
  const api = testApi([sharingDomain], { services, resources: [sharingDomain, fleetDomain, identityDomain] });
  const call = api.client(principalOf(tenant));
  const inHours = (hours: number) => new Date(clock.now().getTime() + hours * 3_600_000).toISOString();
  const make = async (body: Record<string, unknown>) => {
    const answer = await call('POST', '/v1/location-shares:share', { expiresAt: inHours(2), ...body });
    expect(answer.status, answer.text).toBe(201);
    return answer.body as { id: string; token: string };
  };
  const view = (token: string) =>
    api.anonymous('GET', '/v1/location-shares:view', undefined, { Authorization: `Bearer ${token}` });
  return { tenant, vehicleId, clock, api, call, make, view, inHours };
}

describe.each(['pooled', 'dedicated'] as const)('A link to a vehicle of a %s tenant', (placement) => {
  it('shows people without an account where the vehicle is now, and nothing else', async () => {
    const { tenant, vehicleId, make, view, call, inHours } = await sharing(placement);
    const { id, token } = await make({ vehicleId });
    expect(token).toMatch(/^whs_/);
    expect((await view(token)).body.position).toBeNull();
    await report(tenant, vehicleId, 1);
    const { status, body } = await view(token);
    expect(status).toBe(200);
    expect(body).toEqual({
      label: null,
      expiresAt: inHours(2),
      vehicleName: null,
      position: {
        recordedAt: expect.stringMatching(/Z$/),
        latitude: 6.5,
        longitude: 3.3,
        headingDeg: null,
        speedKph: null,
        status: 'moving',
        isOnline: true,
      },
      eta: null,
      trail: null,
    });
    const kept = (await call('GET', `/v1/location-shares/${id}`)).body;
    expect(kept).toMatchObject({ viewCount: 2, lastViewedAt: expect.any(String) });
    expect(JSON.stringify(kept)).not.toMatch(/hash/i);
  });

  it('shows its name, its way since it was shared and its arrival where that was asked for', async () => {
    const { tenant, vehicleId, make, view, clock, inHours } = await sharing(placement);
    const { token } = await make({ vehicleId, label: 'Your delivery', showsName: true, showsEta: true, showsTrail: true });
    // The trail is asked for by a clock of its own; the positions lie a day back, before the vehicle was shared.
    await drive(tenant, vehicleId, [{ at: 0, latitude: 1, longitude: 1 }]);
    await tenant.run((tx) =>
      tx.query(
        `insert into vehicle_locations (vehicle_id, recorded_at, received_at, latitude, longitude, source, device_id)
         select $1, now() + make_interval(secs => i), now(), 6 + i, 3, 'device', 'GPS-1' from generate_series(1, 3) i`,
        [vehicleId],
      ),
    );
    await insertRoute(tenant, vehicleId, 'active', inHours(1));
    clock.advance(60_000);
    const { body } = await view(token);
    expect(body).toMatchObject({
      label: 'Your delivery',
      vehicleName: 'Van 7',
      eta: { arrivesAt: inHours(1 - 1 / 60), remainingDistanceKm: 12.5 },
    });
    expect(body.trail.map(({ latitude }: { latitude: number }) => latitude)).toEqual([7, 8, 9]);
  });
});

async function insertRoute(
  tenant: Awaited<ReturnType<typeof newTenant>>,
  vehicleId: string,
  status: string,
  endsAt: string | null,
) {
  return tenant.run((tx) =>
    insertRow(tx, tenant.tenantId, 'routes', {
      assigned_vehicle_id: vehicleId,
      status,
      stops: '[]',
      origin: null,
      started_at: status === 'planned' ? null : new Date().toISOString(),
      ended_at: status === 'completed' ? new Date().toISOString() : null,
      estimated_end_at: endsAt,
      remaining_distance_km: '12.5',
    }),
  );
}

describe('A link', () => {
  it('that is unknown, forged, expired, revoked, or of an organisation that is gone or suspended is not found, always in the same words', async () => {
    const { tenant, vehicleId, make, view, call, clock } = await sharing();
    const [forged, revoked, expired, suspended] = await Promise.all([1, 2, 3, 4].map(() => make({ vehicleId })));
    await call('POST', `/v1/location-shares/${revoked!.id}:revoke`, {});
    const unknown = makeApiToken({ tenantId: tenant.tenantId, tokenId: randomUUID() }, 'whs').token;
    const nobodys = makeApiToken({ tenantId: randomUUID(), tokenId: randomUUID() }, 'whs').token;
    const answers = [];
    for (const token of [unknown, nobodys, 'whs_short', 'whk_x', `${forged!.token.slice(0, -4)}AAAA`, revoked!.token]) {
      answers.push(await view(token));
    }
    clock.advance(3 * 3_600_000);
    answers.push(await view(expired!.token));
    await withSystem(testDatabase(), 'a test suspends a tenant', (tx) =>
      tx.query(`update platform.tenants set status = 'suspended' where id = $1`, [tenant.tenantId]),
    );
    answers.push(await view(suspended!.token));
    expect(answers).toHaveLength(8);
    for (const { status, body } of answers) {
      expect({ status, code: body.code, detail: body.detail }).toEqual({
        status: 404,
        code: 'not_found',
        detail: 'There is no such link, or it has ended.',
      });
    }
  });

  it('of a trip ends with it', async () => {
    const { tenant, vehicleId, make, view, call, inHours } = await sharing();
    const tripId = await tenant.run((tx) => insertRow(tx, tenant.tenantId, 'trips', { vehicle_id: vehicleId, ended_at: null }));
    const { token } = await make({ tripId });
    expect((await view(token)).status).toBe(200);
    await tenant.run((tx) => tx.query('update trips set ended_at = greatest(started_at, now()) where id = $1', [tripId]));
    expect((await view(token)).status).toBe(404);
    const again = await call('POST', '/v1/location-shares:share', { tripId, expiresAt: inHours(1) });
    expect(again).toMatchObject({ status: 409 });
  });

  it('of a route shows the vehicle while it is driven', async () => {
    const { tenant, vehicleId, make, view } = await sharing();
    const routeId = await insertRoute(tenant, vehicleId, 'planned', null);
    await report(tenant, vehicleId, 1);
    const { token } = await make({ routeId, showsEta: true });
    expect((await view(token)).body).toMatchObject({ position: null, eta: null });
    const set = (sql: string) => tenant.run((tx) => tx.query(`update routes set ${sql} where id = $1`, [routeId]));
    await set(`status = 'active', started_at = now()`);
    expect((await view(token)).body).toMatchObject({ position: { latitude: 6.5 }, eta: { remainingDistanceKm: 12.5 } });
    await set(`status = 'completed', ended_at = now()`);
    expect((await view(token)).status).toBe(404);
  });

  it('needs a life that is not too long, one thing to show, and a maker who may see it', async () => {
    const { tenant, vehicleId, call, api, inHours } = await sharing();
    const tried = (body: Record<string, unknown>) => call('POST', '/v1/location-shares:share', body);
    expect((await tried({ vehicleId, expiresAt: inHours(169) })).body.errors).toMatchObject([{ code: 'too_long' }]);
    expect((await tried({ vehicleId, expiresAt: inHours(-1) })).status).toBe(422);
    expect((await tried({ expiresAt: inHours(1) })).body.errors).toMatchObject([{ code: 'one_of' }]);
    expect((await tried({ vehicleId, tripId: vehicleId, expiresAt: inHours(1) })).status).toBe(422);
    expect((await tried({ vehicleId: randomUUID(), expiresAt: inHours(1) })).status).toBe(404);
    const blind = api.client(principalOf(tenant, { permissions: ['location_share.write'] }));
    expect((await blind('POST', '/v1/location-shares:share', { vehicleId, expiresAt: inHours(1) })).status).toBe(403);
    const stranger = api.client(principalOf(await newTenant()));
    expect((await stranger('POST', '/v1/location-shares:share', { vehicleId, expiresAt: inHours(1) })).status).toBe(404);
  });

  it('is in the audit trail when it is made and when it is revoked, and cannot be revoked twice', async () => {
    const { tenant, vehicleId, make, call } = await sharing();
    const { id } = await make({ vehicleId });
    const revoke = () => call('POST', `/v1/location-shares/${id}:revoke`, {});
    expect([(await revoke()).status, (await revoke()).status]).toEqual([200, 409]);
    const acts = await tenant.run((tx) =>
      tx.query<{ action_type: string; text: string }>(
        `select action_type, new_values::text as text from audit_log where resource_id = $1 order by id`,
        [id],
      ),
    );
    expect(acts.map(({ action_type }) => action_type)).toEqual(['create', 'update']);
    expect(JSON.stringify(acts)).not.toMatch(/whs_|hash/);
  });

  it('gives its holder nothing but the look, and no look without it', async () => {
    const { vehicleId, make, api, call } = await sharing();
    const { token } = await make({ vehicleId });
    for (const path of ['/v1/vehicle-states', '/v1/location-shares']) {
      const answer = await api.anonymous('GET', path, undefined, { Authorization: `Bearer ${token}` });
      expect(answer.status, path).toBe(401);
    }
    expect((await api.anonymous('GET', '/v1/location-shares:view')).status).toBe(401);
    expect((await call('GET', '/v1/location-shares:view')).status).toBe(404);
  });
});
