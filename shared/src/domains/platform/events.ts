import type { Placement, Tenant } from './tenants/index.ts';

/** `tenant.created` */
export type TenantCreated = Pick<Tenant, 'id' | 'name' | 'slug' | 'placement'>;

/** `tenant.suspended`, `tenant.resumed`, `tenant.renamed` */
export type TenantChanged = Pick<Tenant, 'id' | 'name' | 'slug' | 'status' | 'statusReason'>;

/** `tenant.moved` */
export type TenantMoved = Pick<Tenant, 'id' | 'slug' | 'placement'> & { previousPlacement: Placement };
