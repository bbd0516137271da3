export { openTestDatabase, poolSettings, testDatabase } from './database.ts';
export { newTenant, type TestTenant } from './tenant.ts';
