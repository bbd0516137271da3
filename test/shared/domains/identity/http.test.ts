import { randomUUID } from 'node:crypto';
import { createAuthenticator } from '@wheelhouse/shared/auth/authenticate.ts';
import { createRateLimiter } from '@wheelhouse/shared/auth/rate-limit.ts';
import { systemClock } from '@wheelhouse/shared/clock.ts';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { createLogger } from '@wheelhouse/shared/log.ts';
import { createApi } from '@wheelhouse/shared/resource/api.ts';
import type { Services } from '@wheelhouse/shared/resource/services.ts';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../harness/index.ts';
import { claimsOf, newUser, projectId, roleId, seededTenant, type TestUser, unsignedToken } from '../../auth/fixtures.ts';

const config = { ...readConfig({}), googleCloudProject: projectId, firebaseAuthEmulatorHost: '127.0.0.1:9' };

/** The identity function, called without a socket. */
function identityApi() {
  const database = testDatabase();
  const clock = systemClock;
  // Creating a Firebase account needs Firebase, which is not here.
  const services = { config: { ...config, googleCloudProject: undefined }, clock, database } as Services;
  const api = createApi({
    name: 'identity',
    serves: [identityDomain],
    allResources: async () => identityDomain.resources,
    services,
    authenticator: createAuthenticator({ database, config, clock }),
    rateLimiter: createRateLimiter({ database, clock }),
    log: createLogger({ logLevel: 'silent', logFormat: 'json', googleCloudProject: undefined }),
  });
  return async (token: string, method: string, path: string, body?: object) => {
    const response = await api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
}

const signIn = ({ email }: TestUser) => unsignedToken(claimsOf(randomUUID(), { email, email_verified: true }));

describe('the identity function', () => {
  test('creates an API token that works at once, once', async () => {
    const tenant = await seededTenant();
    const call = identityApi();
    const admin = signIn(await newUser(tenant, 'super_admin'));
    const made = await call(admin, 'POST', '/api-tokens:create', {
      tokenName: 'reports',
      permissions: ['user.read'],
      rateLimit: 2,
    });
    expect(made.status).toBe(201);
    const { token, id } = made.body;
    const me = await call(token, 'GET', '/users:me');
    expect(me).toMatchObject({ status: 200, body: { apiTokenId: id, tenant: { slug: tenant.slug } } });
    expect(me.headers.get('ratelimit-limit')).toBe('2');
    expect(await call(token, 'GET', '/users')).toMatchObject({ status: 200 });
    expect(await call(token, 'GET', '/users')).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    const listed = await call(admin, 'GET', '/api-tokens');
    expect(JSON.stringify(listed.body)).not.toMatch(/tokenHash|token_hash/);
  });

  test('shows people without rights over users only themselves', async () => {
    const tenant = await seededTenant();
    const call = identityApi();
    const driver = await newUser(tenant, 'driver');
    const admin = await newUser(tenant, 'super_admin');
    const token = signIn(driver);
    const { body } = await call(token, 'GET', '/users');
    expect(JSON.stringify(body)).toContain(driver.userId);
    expect(JSON.stringify(body)).not.toContain(admin.userId);
    expect(await call(token, 'GET', `/users/${admin.userId}`)).toMatchObject({ status: 404 });
    expect(await call(token, 'GET', '/roles')).toMatchObject({ status: 403, body: { permission: 'role.read' } });
    expect(await call(token, 'POST', '/api-tokens:create', { tokenName: 'x', permissions: ['self.read'] })).toMatchObject({
      status: 403,
    });
  });

  test('lets nobody write what gives rights through the plain resources', async () => {
    const tenant = await seededTenant();
    const call = identityApi();
    const admin = signIn(await newUser(tenant, 'super_admin'));
    const superAdmin = await roleId(tenant, 'super_admin');
    const user = { email: `${randomUUID()}@example.com`, username: randomUUID(), firstName: 'A', lastName: 'B' };
    expect(await call(admin, 'POST', '/users', { ...user, roleId: superAdmin })).toMatchObject({ status: 422 });
    expect(await call(admin, 'POST', '/roles', { roleName: 'mine', displayName: 'Mine', permissions: ['*'] })).toMatchObject({
      status: 422,
    });
    for (const [path, body] of [
      ['/user-roles', { userId: randomUUID(), roleId: superAdmin }],
      ['/user-permissions', { userId: randomUUID(), permissionId: randomUUID() }],
      ['/permissions', { permissionKey: 'x.read' }],
      ['/api-tokens', { tokenName: 'x' }],
    ] as const) {
      expect([404, 405]).toContain((await call(admin, 'POST', path, body)).status);
    }
    const created = await call(admin, 'POST', '/users', { ...user, email: user.email.toUpperCase() });
    expect(created).toMatchObject({ status: 201, body: { email: user.email, roleId: await roleId(tenant, 'customer') } });
    expect(JSON.stringify(created.body)).not.toMatch(/passwordHash|twoFactorSecret/);
  });

  test('manages custom roles, departments and teams', async () => {
    const tenant = await seededTenant();
    const call = identityApi();
    const person = await newUser(tenant, 'super_admin');
    const admin = signIn(person);
    const role = await call(admin, 'POST', '/roles', { roleName: 'night_shift', displayName: 'Night shift' });
    expect(role.status).toBe(201);
    expect(await call(admin, 'POST', `/roles/${role.body.id}:define`, { permissions: ['vehicle.read'] })).toMatchObject({
      status: 200,
    });
    expect((await call(admin, 'GET', `/roles/${role.body.id}`)).body).toMatchObject({
      permissions: ['vehicle.read'],
      isSystemRole: false,
    });
    const north = await call(admin, 'POST', '/departments', { departmentName: 'North', departmentCode: 'NORTH' });
    expect(north).toMatchObject({ status: 201, body: { departmentPath: '/NORTH' } });
    const team = await call(admin, 'POST', '/teams', { name: 'Night' });
    const member = await call(admin, 'POST', '/team-members', { teamId: team.body.id, userId: person.userId });
    expect(member.status).toBe(201);
  });
});
