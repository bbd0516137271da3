import { randomUUID } from 'node:crypto';
import { makeApiToken } from '@wheelhouse/shared/auth/api-token.ts';
import { createAuthenticator } from '@wheelhouse/shared/auth/authenticate.ts';
import { isAllowed } from '@wheelhouse/shared/auth/permissions.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { describe, expect, test } from 'vitest';
import { newTenant, openTestDatabase, type TestTenant, testDatabase } from '../../harness/index.ts';
import { type Claims, claimsOf, newUser, projectId, roleId, seededTenant, type TestUser, unsignedToken } from './fixtures.ts';

const config = { googleCloudProject: projectId, firebaseAuthEmulatorHost: '127.0.0.1:9', rateLimitRequestsPerHour: 5000 };

/** An instance of its own, with empty memory, at the present. */
function newInstance(overrides: Partial<typeof config> = {}) {
  const clock = fixedClock(new Date());
  return { clock, authenticator: createAuthenticator({ database: testDatabase(), config: { ...config, ...overrides }, clock }) };
}

async function apiToken(tenant: TestTenant, user: TestUser, columns: Record<string, unknown> = {}) {
  const tokenId = randomUUID();
  const { token, hash, prefix } = makeApiToken({ tenantId: tenant.tenantId, tokenId });
  const all = {
    token_name: 'test',
    token_prefix: prefix,
    permissions: '["*"]',
    id: tokenId,
    user_id: user.userId,
    token_hash: hash,
    ...columns,
  };
  const names = Object.keys(all);
  await tenant.run((tx) =>
    tx.query(
      `insert into api_tokens (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(all),
    ),
  );
  return { tokenId, token, authorization: `Bearer ${token}` };
}

const signIn = (uid: string, email: string, claims: Claims = {}) =>
  `Bearer ${unsignedToken(claimsOf(uid, { email, email_verified: true, ...claims }))}`;

const rowOf = async (tenant: TestTenant, table: string, id: string) =>
  (await tenant.run((tx) => tx.query(`select * from ${table} where id = $1`, [id])))[0];

describe.each(['pooled', 'dedicated'] as const)('API tokens of a %s tenant', (placement) => {
  test('act for their user, with what both may do', async () => {
    const tenant = await seededTenant({ placement });
    const user = await newUser(tenant, 'fleet_manager');
    const { authorization, tokenId } = await apiToken(tenant, user, {
      permissions: '["vehicle.*", "user.read"]',
      rate_limit: 77,
    });
    const principal = await newInstance().authenticator.authenticate({ authorization });
    expect(principal).toMatchObject({
      actor: { kind: 'token', tokenId, userId: user.userId },
      tenantId: tenant.tenantId,
      databaseRole: 'fleet_admin',
      rateLimitSubject: `token:${tokenId}`,
      requestsPerHour: 77,
    });
    expect(isAllowed(principal, 'vehicle.write')).toBe(true);
    expect(isAllowed(principal, 'vehicle.delete')).toBe(false);
    expect(isAllowed(principal, 'driver.read')).toBe(false);
    expect(isAllowed(principal, 'user.read')).toBe(false);
    expect(isAllowed(principal, 'self.read')).toBe(true);
  });

  test('stop within 5 seconds of being revoked', async () => {
    const tenant = await seededTenant({ placement });
    const { authorization, tokenId } = await apiToken(tenant, await newUser(tenant, 'driver'));
    const { authenticator, clock } = newInstance();
    await authenticator.authenticate({ authorization });
    await tenant.run((tx) => tx.query('update api_tokens set is_active = false where id = $1', [tokenId]));
    clock.advance(5000);
    await expect(authenticator.authenticate({ authorization })).rejects.toMatchObject({
      status: 401,
      detail: 'The API token was revoked.',
    });
  });
});

describe('API tokens', () => {
  test('with another secret, of another tenant or of none are refused alike', async () => {
    const tenant = await seededTenant();
    const { tokenId } = await apiToken(tenant, await newUser(tenant, 'driver'));
    const other = await seededTenant();
    const { authenticator } = newInstance();
    for (const tenantId of [tenant.tenantId, other.tenantId, randomUUID()]) {
      const { token } = makeApiToken({ tenantId, tokenId });
      await expect(authenticator.authenticate({ authorization: `Bearer ${token}` })).rejects.toMatchObject({
        status: 401,
        detail: 'The API token is not known. It may have been deleted.',
      });
    }
  });

  test('are refused once they have expired', async () => {
    const tenant = await seededTenant();
    const { authenticator, clock } = newInstance();
    const expires_at = new Date(clock.now().getTime() + 3000);
    const { authorization } = await apiToken(tenant, await newUser(tenant, 'driver'), { expires_at });
    await authenticator.authenticate({ authorization });
    clock.advance(3000);
    await expect(authenticator.authenticate({ authorization })).rejects.toMatchObject({ status: 401 });
  });

  test('with allowed addresses work from there only', async () => {
    const tenant = await seededTenant();
    const { authorization } = await apiToken(tenant, await newUser(tenant, 'driver'), {
      allowed_ips: ['203.0.113.0/24', '2001:db8::1'],
    });
    const { authenticator } = newInstance();
    for (const ipAddress of ['203.0.113.9', '2001:db8::1']) await authenticator.authenticate({ authorization, ipAddress });
    for (const ipAddress of ['203.0.114.9', undefined]) {
      await expect(authenticator.authenticate({ authorization, ipAddress })).rejects.toMatchObject({ status: 403 });
    }
  });

  test('of a suspended user are refused', async () => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'driver');
    const { authorization } = await apiToken(tenant, user);
    await tenant.run((tx) => tx.query(`update users set account_status = 'suspended' where id = $1`, [user.userId]));
    await expect(newInstance().authenticator.authenticate({ authorization })).rejects.toMatchObject({
      code: 'account_suspended',
    });
  });

  test('of a suspended tenant are refused with the tenant’s state', async () => {
    const tenant = await seededTenant();
    const { authorization } = await apiToken(tenant, await newUser(tenant, 'driver'));
    await withSystem(testDatabase(), 'test', (tx) =>
      tx.query(`update platform.tenants set status = 'suspended' where id = $1`, [tenant.tenantId]),
    );
    await expect(newInstance().authenticator.authenticate({ authorization })).rejects.toMatchObject({ code: 'tenant_suspended' });
  });

  test('do not serve another tenant that X-Tenant names', async () => {
    const tenant = await seededTenant();
    const { authorization } = await apiToken(tenant, await newUser(tenant, 'driver'));
    const { authenticator } = newInstance();
    for (const name of [tenant.slug, tenant.tenantId]) await authenticator.authenticate({ authorization, tenant: name });
    await expect(authenticator.authenticate({ authorization, tenant: 'platform' })).rejects.toMatchObject({ status: 403 });
  });

  test('have their uses counted beside the requests, at most once a minute, without entries in the audit trail', async () => {
    const tenant = await seededTenant();
    const { authorization, tokenId } = await apiToken(tenant, await newUser(tenant, 'driver'));
    const { authenticator, clock } = newInstance();
    for (let use = 0; use < 3; use += 1) await authenticator.authenticate({ authorization });
    clock.advance(60_000);
    await authenticator.authenticate({ authorization });
    await authenticator.settle();
    expect(await rowOf(tenant, 'api_tokens', tokenId)).toMatchObject({
      usage_count: 4,
      last_used_at: clock.now(),
      row_version: 3,
    });
    const entries = await tenant.run((tx) =>
      tx.query(`select action_type, new_values from audit_log where resource_id = $1`, [tokenId]),
    );
    expect(entries).toMatchObject([{ action_type: 'create', new_values: { token_hash: '***' } }]);
  });
});

describe('Firebase sign-ins', () => {
  test('are linked to a user by verified e-mail address, once', async () => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'dispatcher');
    const uid = randomUUID();
    const principal = await newInstance().authenticator.authenticate({ authorization: signIn(uid, user.email.toUpperCase()) });
    expect(principal).toMatchObject({
      actor: { kind: 'user', userId: user.userId },
      tenantId: tenant.tenantId,
      databaseRole: 'support_agent',
      rateLimitSubject: `user:${user.userId}`,
      requestsPerHour: 5000,
    });
    expect(isAllowed(principal, 'delivery.write')).toBe(true);
    // Now the uid counts, whatever address the sign-in has; and no other uid takes the user over.
    const again = await newInstance().authenticator.authenticate({
      authorization: signIn(uid, 'new@example.com', { email_verified: false }),
    });
    expect(again.actor).toEqual(principal.actor);
    await expect(
      newInstance().authenticator.authenticate({ authorization: signIn(randomUUID(), user.email) }),
    ).rejects.toMatchObject({
      code: 'no_account',
    });
  });

  test('with an unverified e-mail address are nobody', async () => {
    const user = await newUser(await seededTenant(), 'super_admin');
    const authorization = signIn(randomUUID(), user.email, { email_verified: false });
    await expect(newInstance().authenticator.authenticate({ authorization })).rejects.toMatchObject({
      status: 403,
      code: 'no_account',
    });
  });

  test('activate a user who was waiting for the address to be verified', async () => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'driver');
    await tenant.run((tx) => tx.query(`update users set account_status = 'pending_verification' where id = $1`, [user.userId]));
    await newInstance().authenticator.authenticate({ authorization: signIn(randomUUID(), user.email) });
    expect(await rowOf(tenant, 'users', user.userId)).toMatchObject({ account_status: 'active', email_verified: true });
  });

  test('are noted on the user and in the audit trail, once each', async () => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'driver');
    const authorization = signIn(randomUUID(), user.email);
    const { authenticator, clock } = newInstance();
    for (const waitMs of [0, 11_000]) {
      clock.advance(waitMs);
      await authenticator.authenticate({ authorization });
      await authenticator.settle();
    }
    const { last_login_at: lastLoginAt } = (await rowOf(tenant, 'users', user.userId)) ?? {};
    expect(lastLoginAt).toBeInstanceOf(Date);
    const logins = await tenant.run((tx) => tx.query(`select user_id from audit_log where action_type = 'login'`));
    expect(logins).toEqual([{ user_id: user.userId }]);
  });

  test.each([
    ['suspended', 'account_suspended'],
    ['inactive', 'account_inactive'],
  ])('of a user who is %s are refused', async (status, code) => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'driver');
    const authorization = signIn(randomUUID(), user.email);
    const { authenticator, clock } = newInstance();
    await authenticator.authenticate({ authorization });
    await tenant.run((tx) => tx.query('update users set account_status = $2 where id = $1', [user.userId, status]));
    clock.advance(10_000);
    await expect(authenticator.authenticate({ authorization })).rejects.toMatchObject({ status: 403, code });
  });

  test('of a locked user are refused until the lock ends', async () => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'driver');
    const { authenticator, clock } = newInstance();
    const lockedUntil = new Date(clock.now().getTime() + 5000);
    await tenant.run((tx) => tx.query('update users set locked_until = $2 where id = $1', [user.userId, lockedUntil]));
    const authorization = signIn(randomUUID(), user.email);
    await expect(authenticator.authenticate({ authorization })).rejects.toMatchObject({
      code: 'account_locked',
      retryAfterSeconds: 5,
    });
    clock.advance(5000);
    await authenticator.authenticate({ authorization });
  });

  test('show a changed role within 10 seconds', async () => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'driver');
    const authorization = signIn(randomUUID(), user.email);
    const { authenticator, clock } = newInstance();
    await authenticator.authenticate({ authorization });
    await tenant.run(async (tx) =>
      tx.query('update users set role_id = $2 where id = $1', [user.userId, await roleId(tenant, 'analyst')]),
    );
    clock.advance(10_000);
    const principal = await authenticator.authenticate({ authorization });
    expect([isAllowed(principal, 'location.write'), isAllowed(principal, 'reports.read')]).toEqual([false, true]);
  });

  test('for several tenants say which: by header, by verified domain, or are told the choices', async () => {
    const email = `${randomUUID()}@example.com`;
    const uid = randomUUID();
    const authorization = signIn(uid, email);
    const tenants = [await seededTenant(), await seededTenant({ placement: 'dedicated' })] as const;
    for (const tenant of tenants) await newUser(tenant, 'driver', email);
    const { authenticator } = newInstance();
    await expect(authenticator.authenticate({ authorization })).rejects.toMatchObject({
      status: 400,
      code: 'tenant_required',
      extensions: {
        tenants: expect.arrayContaining(tenants.map(({ slug, tenantId }) => expect.objectContaining({ slug, id: tenantId }))),
      },
    });
    for (const { tenantId, slug } of tenants) {
      expect(await authenticator.authenticate({ authorization, tenant: tenantId })).toMatchObject({ tenantId });
      expect(await authenticator.authenticate({ authorization, tenant: slug })).toMatchObject({ tenantId });
    }
    await expect(authenticator.authenticate({ authorization, tenant: (await newTenant()).slug })).rejects.toMatchObject({
      code: 'no_account',
    });

    const domain = `${tenants[1].slug}.example.org`;
    await withSystem(testDatabase(), 'test', (tx) =>
      tx.query('insert into platform.domains (tenant_id, domain, is_verified) values ($1, $2, true), ($3, $4, false)', [
        tenants[1].tenantId,
        domain,
        tenants[0].tenantId,
        `unverified.${domain}`,
      ]),
    );
    expect(await authenticator.authenticate({ authorization, host: `${domain}:443` })).toMatchObject({
      tenantId: tenants[1].tenantId,
    });
    await expect(authenticator.authenticate({ authorization, host: `unverified.${domain}` })).rejects.toMatchObject({
      code: 'tenant_required',
    });
  });

  test('of an operator act for the platform, and see no tenant by it', async () => {
    const tenant = await seededTenant();
    const user = await newUser(tenant, 'driver');
    await withSystem(testDatabase(), 'test', (tx) =>
      tx.query('insert into platform.operators (email) values ($1)', [user.email]),
    );
    const authorization = signIn(randomUUID(), user.email);
    const { authenticator } = newInstance();
    const operator = await authenticator.authenticate({ authorization, tenant: 'platform' });
    expect(operator).toMatchObject({ tenantId: '', permissions: ['platform.*'] });
    expect([isAllowed(operator, 'platform.write'), isAllowed(operator, 'vehicle.read')]).toEqual([true, false]);
    expect(await authenticator.authenticate({ authorization })).toMatchObject({ tenantId: tenant.tenantId });
  });

  test('of an operator without users need not ask for the platform, and others cannot', async () => {
    const email = `${randomUUID()}@example.com`;
    await withSystem(testDatabase(), 'test', (tx) => tx.query('insert into platform.operators (email) values ($1)', [email]));
    const { authenticator } = newInstance();
    expect(await authenticator.authenticate({ authorization: signIn(randomUUID(), email) })).toMatchObject({ tenantId: '' });
    const user = await newUser(await seededTenant(), 'super_admin');
    const request = { authorization: signIn(randomUUID(), user.email), tenant: 'platform' };
    await expect(authenticator.authenticate(request)).rejects.toMatchObject({ code: 'no_account' });
  });
});

describe('a request', () => {
  test('without credentials is told what to send', async () => {
    await expect(newInstance().authenticator.authenticate({})).rejects.toMatchObject({
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  });

  test.each([
    'Basic dXNlcjpwYXNz',
    'Bearer',
    'Bearer a b',
    'Bearer x',
    'Bearer whk_x',
    'Bearer whk_\0',
    'Bearer ..',
    'Bearer null.null.',
  ])('with %j is refused', async (authorization) => {
    await expect(newInstance().authenticator.authenticate({ authorization })).rejects.toMatchObject({ status: 401 });
  });

  test('with a token of the emulator is refused where there is no emulator', async () => {
    const production = createAuthenticator({
      database: testDatabase(),
      config: { ...config, firebaseAuthEmulatorHost: undefined },
      clock: fixedClock(new Date()),
    });
    await expect(production.authenticate({ authorization: signIn('uid', 'a@example.com') })).rejects.toMatchObject({
      status: 401,
    });
  });

  test('while the database cannot be reached is told to come back', async () => {
    const database = openTestDatabase({ url: 'postgres://wheelhouse_app@127.0.0.1:9/none' });
    const { authenticate } = createAuthenticator({ database, config, clock: fixedClock(new Date()) });
    const { token } = makeApiToken({ tenantId: randomUUID(), tokenId: randomUUID() });
    await expect(authenticate({ authorization: `Bearer ${token}` })).rejects.toMatchObject({ status: 503 });
    await expect(authenticate({ authorization: signIn('uid', 'a@example.com') })).rejects.toMatchObject({ status: 503 });
    await database.close();
  });
});
