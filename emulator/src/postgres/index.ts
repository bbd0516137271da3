export { openServer, type ServerFeatures, serverFeatures } from './open-server.ts';
export { type PostgresOptions, type PostgresServer, startPostgres } from './start-postgres.ts';
