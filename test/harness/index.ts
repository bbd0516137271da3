export { type Answer, type Client, principalOf, testApi, testServices } from './api.ts';
export { changesOf } from './changes.ts';
export { openTestDatabase, poolSettings, testDatabase } from './database.ts';
export { newTenant, type TestTenant } from './tenant.ts';
