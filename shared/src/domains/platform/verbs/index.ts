export { addDomain } from './addDomain.ts';
export { createTenantVerb } from './createTenant.ts';
export { deleteTenantVerb } from './deleteTenant.ts';
export { makePrimaryDomain } from './makePrimaryDomain.ts';
export { moveTenantVerb } from './moveTenant.ts';
export { resumeTenantVerb } from './resumeTenant.ts';
export { suspendTenantVerb } from './suspendTenant.ts';
export { verifyDomain } from './verifyDomain.ts';
