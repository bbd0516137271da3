import { provisionSchema } from '../../../db/migrate/index.ts';
import { withSystem } from '../../../db/scope.ts';
import { conflict, invalidField } from '../../../errors.ts';
import { createFirstAdministrator, seedIdentity } from '../../identity/seed.ts';
import type { TenantCreated } from '../events.ts';
import { type Doors, requireOwner } from './doors.ts';
import { schemaNameOf, slugSchema } from './slug.ts';
import { type By, findTenant, type Placement, type Tenant, tenantColumns } from './tenant.ts';

export type NewTenant = {
  slug: string;
  name: string;
  placement?: Placement;
  /** May do everything in the tenant, from the first sign-in with this verified address on. */
  administrator?: { email: string; firstName?: string; lastName?: string };
};

/**
 * Makes a tenant: its schema when dedicated, its row, its roles and departments, its jobs, and its first administrator.
 * Asked again with the same slug, name and placement it goes on where it was interrupted, and answers the tenant that there is.
 *
 * @throws invalid slug; conflict, when the slug belongs to another tenant; unavailable, when dedicated and there is no owner's login
 */
export async function createTenant(doors: Doors, wanted: NewTenant, by: By = {}): Promise<Tenant> {
  const placement = wanted.placement ?? 'pooled';
  const slug = slugSchema.safeParse(wanted.slug);
  if (!slug.success) throw invalidField('slug', slug.error.issues.map((issue) => issue.message).join(' '));
  const owner = placement === 'dedicated' ? requireOwner(doors, 'A dedicated tenant') : undefined;
  const tenant = await reserve(doors, { ...wanted, placement }, by);
  if (tenant.name !== wanted.name || tenant.placement !== placement) {
    throw conflict(`The slug ${wanted.slug} belongs to ${tenant.name} (${tenant.placement}). Choose another one.`);
  }
  if (tenant.status !== 'provisioning') return tenant;
  if (owner) await provisionSchema(owner, tenant.schemaName);
  await furnish(doors, tenant, wanted.administrator, by);
  return findTenant(doors, tenant.id);
}

/** The row of the tenant, still `provisioning` when it is new: nobody can work in it and no job looks for its schema. */
async function reserve({ database }: Doors, wanted: NewTenant & { placement: Placement }, by: By): Promise<Tenant> {
  const schemaName = wanted.placement === 'dedicated' ? schemaNameOf(wanted.slug) : 'app';
  const [tenant] = await withSystem(
    database,
    'create a tenant',
    async (tx) => {
      await tx.query(
        // Whichever of its unique indexes notices another request first: the schema follows from the slug.
        `insert into platform.tenants (name, slug, placement, schema_name) values ($1, $2, $3, $4) on conflict do nothing`,
        [wanted.name, wanted.slug, wanted.placement, schemaName],
      );
      return tx.query<Tenant>(`select ${tenantColumns} from platform.tenants where slug = $1`, [wanted.slug]);
    },
    by,
  );
  return tenant as Tenant;
}

/** Seeds and activation in one transaction: an active tenant is a complete one. */
async function furnish({ database }: Doors, tenant: Tenant, administrator: NewTenant['administrator'], by: By): Promise<void> {
  await withSystem(
    database,
    'create a tenant',
    async (tx) => {
      await seedIdentity(tx, tenant.id, tenant.schemaName);
      await tx.query('select platform.seed_jobs($1, $2)', [tenant.schemaName, tenant.id]);
      if (administrator)
        await createFirstAdministrator(tx, tenant.id, { firstName: 'First', lastName: 'Administrator', ...administrator });
      const activated = await tx.query(
        `update platform.tenants set status = 'active' where id = $1 and status = 'provisioning' returning id`,
        [tenant.id],
      );
      if (activated.length === 0) return;
      const { id, name, slug, placement } = tenant;
      const data: TenantCreated = { id, name, slug, placement };
      tx.emit({ type: 'tenant.created', subjectType: 'tenant', subjectId: id, tenantId: id, data });
    },
    { ...by, home: tenant.schemaName },
  );
}
