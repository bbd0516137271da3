export { renameTenant, resumeTenant, suspendTenant } from './change.ts';
export { createTenant, type NewTenant } from './create.ts';
export { deleteTenant } from './delete.ts';
export type { Doors } from './doors.ts';
export { exportTenant } from './export.ts';
export { importTenant } from './import.ts';
export { type MoveOptions, type MoveStep, moveTenant } from './move.ts';
export { schemaNameOf, slugSchema } from './slug.ts';
export { type By, findTenant, listTenants, lookUpTenant, type Placement, type Tenant, tenantColumns } from './tenant.ts';
