export { createTablesSql } from '../ddl.ts';
export { asAdmin } from './as-admin.ts';
export { bootstrapDatabase, type DatabaseUrls, databaseUrls, randomPassword } from './bootstrap.ts';
export { type Migration, placeSql, readSqlFiles, type SqlFiles, schemasOf } from './files.ts';
export { type Applied, migrate, provisionSchema, schemasBehind } from './migrator.ts';
export { isNoTransaction, type LoneStatement, loneStatement } from './no-transaction.ts';
export { type Plan, planMigrations } from './plan.ts';
export { prepareDatabase } from './prepare-database.ts';
export { newest } from './state.ts';
