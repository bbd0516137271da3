import type { Tx } from '../../../db/scope.ts';
import { conflict, invalidField } from '../../../errors.ts';
import type { TenantChanged } from '../events.ts';
import { slugSchema } from './slug.ts';
import { type Tenant, tenantColumns, unknownTenant } from './tenant.ts';

// These run in the caller's transaction, which works across tenants (withSystem).

/** Shuts a tenant: nobody can read or write in it until it is resumed. The reason is shown to its users. */
export function suspendTenant(tx: Tx, idOrSlug: string, reason: string): Promise<Tenant> {
  return change(tx, idOrSlug, 'suspended', (tenant) => {
    if (tenant.status !== 'active' && tenant.status !== 'suspended') throw busy(tenant, 'suspended');
    return { status: 'suspended', statusReason: reason };
  });
}

/** Opens a suspended tenant again. */
export function resumeTenant(tx: Tx, idOrSlug: string): Promise<Tenant> {
  return change(tx, idOrSlug, 'resumed', (tenant) => {
    if (tenant.status !== 'active' && tenant.status !== 'suspended') throw busy(tenant, 'resumed');
    return { status: 'active', statusReason: null };
  });
}

/** Changes the name, and of a pooled tenant the slug: that of a dedicated one names its schema. */
export function renameTenant(
  tx: Tx,
  idOrSlug: string,
  to: { name?: string | undefined; slug?: string | undefined },
): Promise<Tenant> {
  return change(tx, idOrSlug, 'renamed', (tenant) => {
    if (tenant.status !== 'active' && tenant.status !== 'suspended') throw busy(tenant, 'renamed');
    const name = to.name ?? tenant.name;
    if (to.slug === undefined || to.slug === tenant.slug) return { name };
    const slug = slugSchema.safeParse(to.slug);
    if (!slug.success) throw invalidField('slug', slug.error.issues.map((issue) => issue.message).join(' '));
    if (tenant.placement === 'dedicated') {
      throw conflict(
        `${tenant.slug} is dedicated and its schema carries its slug. Move it to pooled first, rename it, and move it back.`,
      );
    }
    return { name, slug: to.slug };
  });
}

type Changes = Partial<Pick<Tenant, 'name' | 'slug' | 'status' | 'statusReason'>>;

/** Read, decide, write what differs, and tell. */
async function change(tx: Tx, idOrSlug: string, what: string, decide: (tenant: Tenant) => Changes): Promise<Tenant> {
  // A move holds the row to its end, so the placement read here is the one that counts.
  const [tenant] = await tx.query<Tenant>(
    `select ${tenantColumns} from platform.tenants where $1 in (id::text, slug) for no key update`,
    [idOrSlug],
  );
  if (!tenant) throw unknownTenant(idOrSlug);
  const after: Tenant = { ...tenant, ...decide(tenant) };
  const { id, name, slug, status, statusReason } = after;
  if (name === tenant.name && slug === tenant.slug && status === tenant.status && statusReason === tenant.statusReason)
    return tenant;
  await tx.query('update platform.tenants set name = $2, slug = $3, status = $4, status_reason = $5 where id = $1', [
    id,
    name,
    slug,
    status,
    statusReason,
  ]);
  // The event goes to the outbox of the tenant's placement.
  await tx.query(`select set_config('search_path', platform.tenant_search_path($1), true)`, [tenant.schemaName]);
  const data: TenantChanged = { id, name, slug, status, statusReason };
  tx.emit({ type: `tenant.${what}`, subjectType: 'tenant', subjectId: id, tenantId: id, data });
  return after;
}

function busy(tenant: Tenant, what: string): Error {
  const hint = { moving: ' End the move first.', provisioning: ' Create it again to go on.', deleting: ' It is being deleted.' };
  return conflict(`${tenant.slug} is ${tenant.status} and cannot be ${what}.${hint[tenant.status as keyof typeof hint] ?? ''}`);
}
