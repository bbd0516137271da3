import type { DatabaseRole } from '../../db/roles.ts';
import type { Tx } from '../../db/scope.ts';
import { notFound } from '../../errors.ts';

/** Everything that holding a role gives. */
export type RoleRights = { roleName: string; permissions: string[]; databaseRole: DatabaseRole };

/** A role with its own permissions and those of its parents, active or not: a role can be switched on again. @throws 404 */
export async function roleRights(tx: Tx, roleId: string): Promise<RoleRights> {
  const rows = await tx.query<{ role_name: string; permissions: string[]; database_role: DatabaseRole }>(
    `with recursive reached as (
       select id, parent_role_id, 0 as distance from roles where id = $1
       union all
       select r.id, r.parent_role_id, reached.distance + 1 from roles r join reached on r.id = reached.parent_role_id
     )
     select r.role_name, r.permissions, r.database_role from reached join roles r on r.id = reached.id order by reached.distance`,
    [roleId],
  );
  const [role] = rows;
  if (!role) throw notFound('Role', roleId);
  return {
    roleName: role.role_name,
    databaseRole: role.database_role,
    permissions: [...new Set(rows.flatMap((row) => row.permissions))],
  };
}
