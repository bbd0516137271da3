import type { DatabaseRole } from '../db/roles.ts';

export type RoleFacts = {
  id: string;
  parentRoleId: string | null;
  permissions: readonly string[];
  databaseRole: DatabaseRole;
  roleLevel: number;
  isActive: boolean;
};

/** What the tables say about a user's rights. Times are ISO 8601. */
export type GrantFacts = {
  primaryRoleId: string;
  assignments: readonly { roleId: string; isActive: boolean; expiresAt: string | null }[];
  /** The roles held and all above them. */
  roles: readonly RoleFacts[];
  userPermissions: readonly { permissionKey: string; permissionType: 'grant' | 'deny'; expiresAt: string | null }[];
};

export type EffectivePermissions = {
  /** Roles held at this moment, primary first; not those inherited. */
  roleIds: string[];
  permissions: string[];
  denied: string[];
  databaseRole: DatabaseRole;
};

/**
 * What a user may do at a moment: the permissions of the roles held, of their parents, and those granted to the user alone;
 * denials are kept apart, as they beat every grant. Expired and inactive assignments count for nothing, and neither does an
 * inactive role nor what it would inherit. The role with the highest level decides the database role.
 */
export function effectivePermissions(facts: GrantFacts, now: Date): EffectivePermissions {
  const valid = ({ expiresAt }: { expiresAt: string | null }) => expiresAt === null || new Date(expiresAt) > now;
  const byId = new Map(facts.roles.filter((role) => role.isActive).map((role) => [role.id, role]));
  const assigned = facts.assignments.filter((assignment) => assignment.isActive && valid(assignment)).map(({ roleId }) => roleId);
  const held = [...new Set([facts.primaryRoleId, ...assigned])].map((id) => byId.get(id)).filter((role) => role !== undefined);
  const own = facts.userPermissions.filter(valid);
  const keys = (type: 'grant' | 'deny') => own.filter((one) => one.permissionType === type).map((one) => one.permissionKey);
  const highest = held.toSorted((a, b) => b.roleLevel - a.roleLevel)[0];
  return {
    roleIds: held.map((role) => role.id),
    permissions: [...new Set([...withParents(held, byId).flatMap((role) => role.permissions), ...keys('grant')])],
    denied: [...new Set(keys('deny'))],
    databaseRole: highest?.databaseRole ?? 'authenticated_user',
  };
}

/** Each role once, so a cycle ends where it closes. */
function withParents(held: readonly RoleFacts[], byId: ReadonlyMap<string, RoleFacts>): RoleFacts[] {
  const reached = new Set<RoleFacts>();
  for (const start of held) {
    for (
      let role: RoleFacts | undefined = start;
      role && !reached.has(role);
      role = role.parentRoleId ? byId.get(role.parentRoleId) : undefined
    ) {
      reached.add(role);
    }
  }
  return [...reached];
}
