import type { Tx } from '../../db/scope.ts';
import { nothingHere } from '../../errors.ts';

/** The first user of a tenant, who may do everything in it. */
export type FirstAdministrator = { email: string; firstName: string; lastName: string };

/**
 * Gives a tenant its roles, permissions and departments (sql/functions/seed_identity.sql). Runs as the system; safe to repeat, and
 * what the tenant has changed stays.
 *
 * @param tx work across tenants (`withSystem`)
 * @param schemaName where the tenant's rows are: `app`, or its own schema
 */
export async function seedIdentity(tx: Tx, tenantId: string, schemaName: string): Promise<void> {
  await tx.query('select platform.seed_identity($1, $2)', [schemaName, tenantId]);
}

/**
 * Creates the first super administrator of a seeded tenant, who is linked at the first sign-in with this e-mail address, verified.
 *
 * @param tx work across tenants (`withSystem`) whose `home` is the tenant's schema
 * @returns the id of the user, also where the address was registered before
 */
export async function createFirstAdministrator(tx: Tx, tenantId: string, person: FirstAdministrator): Promise<string> {
  const [user] = await tx.query<{ id: string }>(
    `insert into users (tenant_id, email, username, first_name, last_name, role_id)
     select $1, lower($2), lower($2), $3, $4, r.id from roles r where r.tenant_id = $1 and r.role_name = 'super_admin'
     on conflict (tenant_id, email) do update set email = excluded.email
     returning id`,
    [tenantId, person.email, person.firstName, person.lastName],
  );
  if (!user) throw nothingHere(`Tenant ${tenantId} has no role super_admin; seed its identity first.`);
  return user.id;
}
