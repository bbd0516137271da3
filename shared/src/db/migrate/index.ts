export { createTablesSql } from '../ddl.ts';
export { asAdmin, bootstrapDatabase, type DatabaseUrls, databaseUrls, randomPassword, withDatabase } from './bootstrap.ts';
export { type Migration, placeSql, readSqlFiles, type SqlFiles, schemasOf } from './files.ts';
export { type Applied, migrate, newest, provisionSchema, schemasBehind } from './migrator.ts';
