// Every table of every domain, for what works on all of them: the catalog guard, migrations, moving a tenant.
export * from './documents/tables/index.ts';
export * from './fleet/tables/index.ts';
export * from './identity/tables/index.ts';
export * from './operations/tables/index.ts';
export * from './platform/tables/index.ts';
export * from './telematics/tables/index.ts';
