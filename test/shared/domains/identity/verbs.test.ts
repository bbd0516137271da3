import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashApiToken, readApiToken } from '@wheelhouse/shared/auth/api-token.ts';
import { loadUserRights } from '@wheelhouse/shared/auth/users.ts';
import { systemClock } from '@wheelhouse/shared/clock.ts';
import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import * as verbs from '@wheelhouse/shared/domains/identity/verbs/index.ts';
import type { Principal } from '@wheelhouse/shared/resource/principal.ts';
import type { Services } from '@wheelhouse/shared/resource/services.ts';
import type { Verb } from '@wheelhouse/shared/resource/verb.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { type TestTenant, testDatabase } from '../../../harness/index.ts';
import { newUser, roleId, seededTenant, type TestUser } from '../../auth/fixtures.ts';

const services = { clock: systemClock, config: {} } as Services;

async function principalOf(tenant: TestTenant, { userId }: TestUser): Promise<Principal> {
  const rights = await loadUserRights(testDatabase(), tenant.tenantId, userId, new Date());
  if (!rights) throw new Error('no such user');
  const { permissions, denied, databaseRole } = rights;
  return {
    actor: { kind: 'user', userId },
    tenantId: tenant.tenantId,
    databaseRole,
    permissions,
    denied,
    rateLimitSubject: `user:${userId}`,
    requestsPerHour: 1000,
  };
}

/** Runs a verb as the runtime does after checking the verb's own permission. */
async function run(verb: Verb, principal: Principal, input: object = {}, id = '', given: Partial<Services> = {}) {
  const parsed = verb.input.parse(input);
  const all = { ...services, ...given };
  const prepared = await verb.prepare?.({ input: parsed, id, principal, services: all });
  const { tenantId, actor, databaseRole } = principal;
  return withTenant(testDatabase(), { tenantId, actor, databaseRole, request: { operation: verb.name } }, (tx) =>
    verb.run({ tx, input: parsed, id, prepared, principal, services: all }),
  );
}

async function setting() {
  const tenant = await seededTenant();
  const [admin, manager, driver] = [
    await newUser(tenant, 'super_admin'),
    await newUser(tenant, 'fleet_manager'),
    await newUser(tenant, 'driver'),
  ];
  return {
    tenant,
    admin,
    manager,
    driver,
    asAdmin: await principalOf(tenant, admin),
    asManager: await principalOf(tenant, manager),
  };
}

const rights = async (tenant: TestTenant, { userId }: TestUser) =>
  loadUserRights(testDatabase(), tenant.tenantId, userId, new Date());
const eventTypes = async (tenant: TestTenant) =>
  (await tenant.run((tx) => tx.query('select type from domain_events order by position'))).map((row) => row.type);
const forbidden = { status: 403, code: 'forbidden' };

describe('apiTokens:create', () => {
  test('answers the token once and keeps only its hash', async () => {
    const { tenant, manager, asManager } = await setting();
    const made = await run(verbs.createApiToken, asManager, {
      tokenName: 'export',
      permissions: ['vehicle.read', 'fleet.write'],
      allowedIps: ['203.0.113.0/24', '2001:db8::1'],
      rateLimit: 100,
    });
    expect(readApiToken(made.token)).toEqual({ tenantId: tenant.tenantId, tokenId: made.id });
    const [row] = await tenant.run((tx) =>
      tx.query('select *, allowed_ips::text[] as ips from api_tokens where id = $1', [made.id]),
    );
    expect(row).toMatchObject({
      user_id: manager.userId,
      token_hash: hashApiToken(made.token),
      permissions: ['vehicle.read', 'fleet.write'],
      rate_limit: 100,
      ips: ['203.0.113.0/24', '2001:db8::1/128'],
    });
    expect(JSON.stringify(await tenant.run((tx) => tx.query('select * from domain_events')))).not.toContain(made.token);
    expect(verbs.createApiToken.secretAnswer).toBe(true);
  });

  test.each([['user.read'], ['*'], ['*.read'], ['fleet.*'], ['platform.read']])(
    'refuses %s to who does not hold it',
    async (permission) => {
      const { asManager } = await setting();
      await expect(
        run(verbs.createApiToken, asManager, { tokenName: 'x', permissions: ['vehicle.read', permission] }),
      ).rejects.toMatchObject({
        ...forbidden,
        extensions: { permission },
      });
    },
  );

  test('is not for tokens themselves, nor for a time that has passed', async () => {
    const { admin, asAdmin } = await setting();
    const asToken = { ...asAdmin, actor: { kind: 'token', tokenId: randomUUID(), userId: admin.userId } } as const;
    await expect(run(verbs.createApiToken, asToken, { tokenName: 'x', permissions: ['vehicle.read'] })).rejects.toMatchObject(
      forbidden,
    );
    const expired = { tokenName: 'x', permissions: ['vehicle.read'], expiresAt: '2020-01-01T00:00:00Z' };
    await expect(run(verbs.createApiToken, asAdmin, expired)).rejects.toMatchObject({ status: 422 });
  });
});

describe('apiTokens:revoke', () => {
  test('ends a token for good', async () => {
    const { tenant, asAdmin, admin, asManager } = await setting();
    const { id } = await run(verbs.createApiToken, asManager, { tokenName: 'x', permissions: ['vehicle.read'] });
    expect(await run(verbs.revokeApiToken, asAdmin, { reason: 'leaked' }, id)).toEqual({ id, isActive: false });
    const [row] = await tenant.run((tx) => tx.query('select * from api_tokens where id = $1', [id]));
    expect(row).toMatchObject({ is_active: false, revoked_by_user_id: admin.userId, revoked_reason: 'leaked' });
    await expect(run(verbs.revokeApiToken, asAdmin, {}, id)).rejects.toMatchObject({ status: 409 });
    expect(await eventTypes(tenant)).toEqual(['apiToken.created', 'apiToken.revoked']);
  });

  test('does not reach the tokens of people with more rights, or of other tenants', async () => {
    const { asAdmin, asManager } = await setting();
    const { id } = await run(verbs.createApiToken, asAdmin, { tokenName: 'x', permissions: ['vehicle.read'] });
    await expect(run(verbs.revokeApiToken, asManager, {}, id)).rejects.toMatchObject(forbidden);
    await expect(run(verbs.revokeApiToken, (await setting()).asAdmin, {}, id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('users:suspend and users:reactivate', () => {
  test('keep a user out and let them in again', async () => {
    const { tenant, driver, asAdmin } = await setting();
    await run(verbs.suspendUser, asAdmin, { reason: 'lost phone' }, driver.userId);
    expect(await rights(tenant, driver)).toMatchObject({ accountStatus: 'suspended' });
    await expect(run(verbs.suspendUser, asAdmin, { reason: 'again' }, driver.userId)).rejects.toMatchObject({ status: 409 });
    await tenant.run((tx) => tx.query(`update users set locked_until = now() + interval '1 day' where id = $1`, [driver.userId]));
    await run(verbs.reactivateUser, asAdmin, {}, driver.userId);
    expect(await rights(tenant, driver)).toMatchObject({ accountStatus: 'active', lockedUntil: undefined });
    await expect(run(verbs.reactivateUser, asAdmin, {}, driver.userId)).rejects.toMatchObject({ status: 409 });
    expect(await eventTypes(tenant)).toEqual(['user.suspended', 'user.reactivated']);
  });

  test('do not work on oneself, on people with more rights, or on nobody', async () => {
    const { admin, asAdmin, asManager } = await setting();
    await expect(run(verbs.suspendUser, asAdmin, { reason: 'x' }, admin.userId)).rejects.toMatchObject({ status: 422 });
    // More rights are more permissions or a database role that may touch more; either is enough.
    const fewerPermissions = { ...asManager, databaseRole: 'system_admin' } as const;
    const lesserDatabaseRole = { ...asManager, permissions: ['*'] };
    for (const principal of [fewerPermissions, lesserDatabaseRole]) {
      await expect(run(verbs.suspendUser, principal, { reason: 'x' }, admin.userId)).rejects.toMatchObject(forbidden);
    }
    await expect(run(verbs.reactivateUser, asAdmin, {}, randomUUID())).rejects.toMatchObject({ status: 404 });
  });
});

describe('users:assignRole and users:removeRole', () => {
  test('add a role for a while and take it again', async () => {
    const { tenant, driver, asAdmin } = await setting();
    const analyst = await roleId(tenant, 'analyst');
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    await run(verbs.assignRole, asAdmin, { roleId: analyst, expiresAt }, driver.userId);
    expect((await rights(tenant, driver))?.permissions).toContain('analytics.read');
    const later = await loadUserRights(testDatabase(), tenant.tenantId, driver.userId, new Date(Date.now() + 61_000));
    expect(later?.permissions).not.toContain('analytics.read');
    await run(verbs.removeRole, asAdmin, { roleId: analyst }, driver.userId);
    expect((await rights(tenant, driver))?.permissions).not.toContain('analytics.read');
    await expect(run(verbs.removeRole, asAdmin, { roleId: analyst }, driver.userId)).rejects.toMatchObject({ status: 422 });
  });

  test('replace the primary role', async () => {
    const { tenant, driver, asAdmin } = await setting();
    await run(verbs.assignRole, asAdmin, { roleId: await roleId(tenant, 'analyst'), primary: true }, driver.userId);
    expect((await rights(tenant, driver))?.permissions).not.toContain('location.write');
  });

  test('nobody gives a role that holds more than they do, least of all to themselves', async () => {
    const { tenant, manager, driver, asManager } = await setting();
    // Holds what the driver role gives, so only the role to be given stands in the way.
    const permissions = [...asManager.permissions, 'user.*'];
    for (const { userId } of [manager, driver]) {
      const input = { roleId: await roleId(tenant, 'super_admin'), primary: true };
      await expect(run(verbs.assignRole, { ...asManager, permissions }, input, userId)).rejects.toMatchObject(forbidden);
    }
    // Every permission, but not what the database role may touch.
    const everything = { ...asManager, permissions: ['*'] };
    const input = { roleId: await roleId(tenant, 'super_admin') };
    await expect(run(verbs.assignRole, everything, input, manager.userId)).rejects.toMatchObject({
      ...forbidden,
      detail: 'This involves the database role system_admin, which yours (fleet_admin) does not include.',
    });
  });

  test('a role of another tenant does not exist', async () => {
    const { driver, asAdmin } = await setting();
    const other = await seededTenant();
    const input = { roleId: await roleId(other, 'analyst') };
    await expect(run(verbs.assignRole, asAdmin, input, driver.userId)).rejects.toMatchObject({ status: 404 });
  });
});

describe('users:setPermission and users:clearPermission', () => {
  test('grant or withhold one permission', async () => {
    const { tenant, driver, asAdmin } = await setting();
    const set = (permissionType: string) =>
      run(verbs.setPermission, asAdmin, { permissionKey: 'depot.read', permissionType }, driver.userId);
    await set('grant');
    expect((await rights(tenant, driver))?.permissions).toContain('depot.read');
    await set('deny');
    expect(await rights(tenant, driver)).toMatchObject({ denied: ['depot.read'] });
    await run(verbs.clearPermission, asAdmin, { permissionKey: 'depot.read' }, driver.userId);
    expect(await rights(tenant, driver)).toMatchObject({ denied: [] });
    await expect(run(verbs.clearPermission, asAdmin, { permissionKey: 'depot.read' }, driver.userId)).rejects.toMatchObject({
      status: 422,
    });
    const unknown = { permissionKey: 'nothing.read', permissionType: 'grant' };
    await expect(run(verbs.setPermission, asAdmin, unknown, driver.userId)).rejects.toMatchObject({ status: 422 });
  });

  test('nobody grants what they lack, nor lifts a denial of their own', async () => {
    const { tenant, manager, asAdmin, asManager } = await setting();
    const grant = { permissionKey: 'role.write', permissionType: 'grant' };
    await expect(run(verbs.setPermission, asManager, grant, manager.userId)).rejects.toMatchObject(forbidden);
    await run(verbs.setPermission, asAdmin, { permissionKey: 'vehicle.write', permissionType: 'deny' }, manager.userId);
    const denied = await principalOf(tenant, manager);
    const clear = run(verbs.clearPermission, denied, { permissionKey: 'vehicle.write' }, manager.userId);
    await expect(clear).rejects.toMatchObject(forbidden);
  });
});

describe('roles:define', () => {
  const newRole = async (tenant: TestTenant) => {
    const [row] = await tenant.run((tx) =>
      tx.query<{ id: string }>(`insert into roles (role_name, display_name) values ('night_shift', 'Night shift') returning id`),
    );
    return row?.id ?? '';
  };

  test('says what a role allows, its parents included', async () => {
    const { tenant, asAdmin } = await setting();
    const id = await newRole(tenant);
    const input = {
      permissions: ['depot.*'],
      parentRoleId: await roleId(tenant, 'analyst'),
      databaseRole: 'fleet_admin',
      isDefault: true,
    };
    const { permissions } = await run(verbs.defineRole, asAdmin, input, id);
    expect(permissions).toEqual(['depot.*', 'analytics.read', 'reports.read', 'dashboard.read']);
    const defaults = await tenant.run((tx) => tx.query('select role_name, database_role from roles where is_default'));
    expect(defaults).toEqual([{ role_name: 'night_shift', database_role: 'fleet_admin' }]);
  });

  test.each([
    ['permissions', async () => ({ permissions: ['user.write'] })],
    ['a parent', async (tenant: TestTenant) => ({ parentRoleId: await roleId(tenant, 'super_admin') })],
    ['a database role', async () => ({ databaseRole: 'system_admin' })],
  ])('refuses %s that the caller does not have, and changes nothing', async (_what, inputFor) => {
    const { tenant, asManager } = await setting();
    const id = await newRole(tenant);
    await expect(run(verbs.defineRole, asManager, await inputFor(tenant), id)).rejects.toMatchObject(forbidden);
    const [role] = await tenant.run((tx) =>
      tx.query('select permissions, parent_role_id, database_role from roles where id = $1', [id]),
    );
    expect(role).toEqual({ permissions: [], parent_role_id: null, database_role: 'authenticated_user' });
  });

  test('does not let anyone weaken a role above their own', async () => {
    const { tenant, asManager } = await setting();
    const id = await roleId(tenant, 'super_admin');
    const principal = { ...asManager, databaseRole: 'system_admin' } as const;
    await expect(run(verbs.defineRole, principal, { permissions: [], parentRoleId: null }, id)).rejects.toMatchObject(forbidden);
  });

  test('malformed permissions are refused by name', () => {
    for (const permission of ['vehicle', 'vehicle.*.x', '*.*', 'Vehicle.read']) {
      expect(verbs.defineRole.input.safeParse({ permissions: [permission] }).success).toBe(false);
    }
  });
});

describe('users:changeEmail', () => {
  test('cuts off the sign-in of the old address', async () => {
    const { driver, asAdmin } = await setting();
    const account = (text: string) => withSystem(testDatabase(), 'test', (tx) => tx.query(text, [driver.userId]));
    await account(`update platform.accounts set firebase_uid = 'old' where user_id = $1`);
    const email = `${randomUUID()}@example.com`;
    await run(verbs.changeEmail, asAdmin, { email: email.toUpperCase() }, driver.userId);
    expect(await account('select email, firebase_uid from platform.accounts where user_id = $1')).toEqual([
      { email, firebase_uid: null },
    ]);
  });

  test('takes nobody over who holds more', async () => {
    const { admin, asManager } = await setting();
    const change = run(verbs.changeEmail, asManager, { email: 'mallory@example.com' }, admin.userId);
    await expect(change).rejects.toMatchObject(forbidden);
  });
});

describe('users:invite', () => {
  afterEach(() => {
    delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
  });
  const person = () => ({ email: `${randomUUID()}@example.com`, firstName: 'Ada', lastName: 'Lovelace' });

  test('creates a user who waits for a verified sign-in', async () => {
    const { tenant, admin, asAdmin } = await setting();
    const { email, ...name } = person();
    const made = await run(verbs.inviteUser, asAdmin, { email, ...name, roleId: await roleId(tenant, 'dispatcher') });
    expect(made).toMatchObject({ email, accountStatus: 'pending_verification' });
    const [row] = await tenant.run((tx) =>
      tx.query('select username, created_by, password_hash from users where id = $1', [made.id]),
    );
    expect(row).toEqual({ username: email, created_by: admin.userId, password_hash: null });
    await expect(run(verbs.inviteUser, asAdmin, { email, ...name })).rejects.toMatchObject({ code: '23505' });
  });

  test('gives no role that the inviter does not hold', async () => {
    const { tenant, asManager } = await setting();
    const input = { ...person(), roleId: await roleId(tenant, 'super_admin') };
    const fewerPermissions = { ...asManager, databaseRole: 'system_admin' } as const;
    const lesserDatabaseRole = { ...asManager, permissions: ['*'] };
    for (const principal of [fewerPermissions, lesserDatabaseRole]) {
      await expect(run(verbs.inviteUser, principal, input)).rejects.toMatchObject(forbidden);
    }
  });

  test('makes sure of a Firebase account, and takes one that exists', async () => {
    const { asAdmin } = await setting();
    const asked: unknown[] = [];
    // Speaks as much of the Identity Toolkit API as creating an account needs.
    const firebase = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { email, localId } = JSON.parse(body);
        response.setHeader('content-type', 'application/json');
        if (localId) response.end(JSON.stringify({ users: [{ localId: 'uid', email: 'x@example.com' }] }));
        else if (asked.includes(email))
          response.writeHead(400).end(JSON.stringify({ error: { code: 400, message: 'EMAIL_EXISTS' } }));
        else response.end(JSON.stringify({ localId: 'uid' }));
        if (email) asked.push(email);
      });
    });
    await new Promise<void>((resolve) => firebase.listen(0, '127.0.0.1', resolve));
    process.env.FIREBASE_AUTH_EMULATOR_HOST = `127.0.0.1:${(firebase.address() as AddressInfo).port}`;
    const given = { config: { googleCloudProject: 'demo-wheelhouse' } as Services['config'] };
    const invited = person();
    await run(verbs.inviteUser, asAdmin, invited, '', given);
    await run(verbs.inviteUser, (await setting()).asAdmin, invited, '', given);
    expect(asked).toEqual([invited.email, invited.email]);
    firebase.closeAllConnections();
    await new Promise((resolve) => firebase.close(resolve));
    await expect(run(verbs.inviteUser, asAdmin, person(), '', given)).rejects.toMatchObject({ status: 503 });
  });
});

describe('users:me', () => {
  test('tells a user who they are, which roles they hold and what they may do', async () => {
    const { tenant, manager, asAdmin, asManager } = await setting();
    await run(verbs.assignRole, asAdmin, { roleId: await roleId(tenant, 'analyst') }, manager.userId);
    const answer = verbs.me.output.parse(await run(verbs.me, asManager));
    expect(answer).toMatchObject({
      id: manager.userId,
      email: manager.email,
      tenant: { id: tenant.tenantId, slug: tenant.slug },
      roles: [{ roleName: 'fleet_manager' }, { roleName: 'analyst' }],
      permissions: expect.arrayContaining(['fleet.read', 'delivery.read']),
      databaseRole: 'fleet_admin',
      apiTokenId: null,
    });
  });

  test('is nobody for a device', async () => {
    const { asAdmin } = await setting();
    const device = { ...asAdmin, actor: { kind: 'device', deviceId: 'd' } } as const;
    await expect(run(verbs.me, device)).rejects.toMatchObject({ status: 403 });
  });
});
