import { randomUUID } from 'node:crypto';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { seedIdentity } from '@wheelhouse/shared/domains/identity/index.ts';
import { newTenant, type TestTenant, testDatabase } from '../../harness/index.ts';

export const projectId = 'demo-wheelhouse';

/** A tenant with its roles, permissions and departments. */
export async function seededTenant(options: Parameters<typeof newTenant>[0] = {}): Promise<TestTenant> {
  const tenant = await newTenant(options);
  await withSystem(testDatabase(), 'seed', (tx) => seedIdentity(tx, tenant.tenantId, tenant.schemaName), {
    home: tenant.schemaName,
  });
  return tenant;
}

export type TestUser = { userId: string; email: string };

/** A user with one of the seeded roles. */
export async function newUser(tenant: TestTenant, roleName: string, email = `${randomUUID()}@example.com`): Promise<TestUser> {
  const [row] = await tenant.run((tx) =>
    tx.query<{ id: string }>(
      `insert into users (email, username, first_name, last_name, role_id)
       select $1, $1, 'Test', 'User', id from roles where role_name = $2 returning id`,
      [email, roleName],
    ),
  );
  return { userId: row?.id ?? '', email };
}

export async function roleId(tenant: TestTenant, roleName: string): Promise<string> {
  const [row] = await tenant.run((tx) => tx.query<{ id: string }>('select id from roles where role_name = $1', [roleName]));
  return row?.id ?? '';
}

export type Claims = Record<string, unknown>;

/** Claims of a Firebase ID token that is good for an hour. */
export function claimsOf(uid: string, more: Claims = {}, nowMs = Date.now()): Claims {
  const now = Math.floor(nowMs / 1000);
  return {
    aud: projectId,
    iss: `https://securetoken.google.com/${projectId}`,
    sub: uid,
    iat: now - 5,
    auth_time: now - 10,
    exp: now + 3600,
    ...more,
  };
}

export const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token as the Auth emulator makes it: unsigned. */
export function unsignedToken(claims: Claims): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}
