import type { Tx } from '../../../db/scope.ts';
import { type Actor, type RequestInfo, withSystem } from '../../../db/scope.ts';
import { nothingHere } from '../../../errors.ts';
import type { tenantStatuses } from '../tables/index.ts';
import type { Doors } from './doors.ts';

export type Placement = 'pooled' | 'dedicated';

/** A tenant as the control plane knows it. */
export type Tenant = {
  id: string;
  name: string;
  slug: string;
  placement: Placement;
  schemaName: string;
  status: (typeof tenantStatuses)[number];
  statusReason: string | null;
  createdAt: Date;
};

/** Who asks for the work, for the audit trail; the command line by default. */
export type By = { actor?: Actor; request?: RequestInfo };

export const tenantColumns = `id, name, slug, placement, schema_name as "schemaName", status, status_reason as "statusReason", created_at as "createdAt"`;

/** All tenants by slug. */
export function listTenants({ database }: Pick<Doors, 'database'>): Promise<Tenant[]> {
  return withSystem(
    database,
    'list tenants',
    (tx) => tx.query<Tenant>(`select ${tenantColumns} from platform.tenants order by slug`),
    {
      access: 'read',
      statements: 1,
    },
  );
}

/** The tenant with this id or slug, or undefined. */
export async function lookUpTenant({ database }: Pick<Doors, 'database'>, idOrSlug: string): Promise<Tenant | undefined> {
  const read = (tx: Tx) =>
    tx.query<Tenant>(`select ${tenantColumns} from platform.tenants where $1 in (id::text, slug)`, [idOrSlug]);
  const [tenant] = await withSystem(database, 'find a tenant', read, { access: 'read', statements: 1 });
  return tenant;
}

/** The tenant with this id or slug. @throws not found */
export async function findTenant(doors: Pick<Doors, 'database'>, idOrSlug: string): Promise<Tenant> {
  const tenant = await lookUpTenant(doors, idOrSlug);
  if (!tenant) throw unknownTenant(idOrSlug);
  return tenant;
}

export function unknownTenant(idOrSlug: string): Error {
  return nothingHere(`There is no tenant ${idOrSlug}.`);
}
