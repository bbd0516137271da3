import type { Database } from '../db/database.ts';
import type { Tx } from '../db/scope.ts';
import type { accountStatuses } from '../domains/identity/tables/users.ts';
import { type EffectivePermissions, effectivePermissions, type GrantFacts } from './effective-permissions.ts';
import { readTenant } from './read-tenant.ts';

/** A user with the rights of this moment. */
export type UserRights = EffectivePermissions & {
  userId: string;
  email: string;
  accountStatus: (typeof accountStatuses)[number];
  lockedUntil: Date | undefined;
  lastLoginAt: Date | undefined;
};

type Row = {
  email: string;
  account_status: UserRights['accountStatus'];
  locked_until: Date | null;
  last_login_at: Date | null;
  role_id: string;
  assignments: GrantFacts['assignments'];
  user_permissions: GrantFacts['userPermissions'];
  roles: GrantFacts['roles'];
};

/** A user and rights in one statement, or undefined where there is no such user in the tenant of the transaction. */
export async function userRights(tx: Tx, userId: string, now: Date): Promise<UserRights | undefined> {
  const [row] = await tx.query<Row>(userRightsSql, [userId], 'user_rights');
  if (!row) return undefined;
  return {
    userId,
    email: row.email,
    accountStatus: row.account_status,
    lockedUntil: row.locked_until ?? undefined,
    lastLoginAt: row.last_login_at ?? undefined,
    ...effectivePermissions(
      { primaryRoleId: row.role_id, assignments: row.assignments, roles: row.roles, userPermissions: row.user_permissions },
      now,
    ),
  };
}

/** The same in a transaction of its own: one round trip. */
export function loadUserRights(database: Database, tenantId: string, userId: string, now: Date): Promise<UserRights | undefined> {
  return readTenant(database, tenantId, 'load user rights', (tx) => userRights(tx, userId, now));
}

const userRightsSql = `
  select u.email, u.account_status, u.locked_until, u.last_login_at, u.role_id,
    (
      select coalesce(jsonb_agg(jsonb_build_object('roleId', a.role_id, 'isActive', a.is_active, 'expiresAt', a.expires_at)), '[]')
      from user_roles a where a.user_id = u.id
    ) as assignments,
    (
      select coalesce(jsonb_agg(jsonb_build_object(
        'permissionKey', p.permission_key, 'permissionType', g.permission_type, 'expiresAt', g.expires_at)), '[]')
      from user_permissions g join permissions p on p.id = g.permission_id where g.user_id = u.id
    ) as user_permissions,
    (
      with recursive reached as (
        select r.id, r.parent_role_id from roles r
        where r.id = u.role_id or r.id in (select a.role_id from user_roles a where a.user_id = u.id)
        union
        select r.id, r.parent_role_id from roles r join reached on r.id = reached.parent_role_id
      )
      select jsonb_agg(jsonb_build_object(
        'id', r.id, 'parentRoleId', r.parent_role_id, 'permissions', r.permissions, 'databaseRole', r.database_role,
        'roleLevel', r.role_level, 'isActive', r.is_active))
      from roles r where r.id in (select id from reached)
    ) as roles
  from users u
  where u.id = $1`;
