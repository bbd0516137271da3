import { ConfigError, readConfig } from '@wheelhouse/shared/config.ts';
import { expect, test } from 'vitest';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment gives the defaults of development', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    wheelhouseEnvironment: 'development',
    databasePoolSize: 4,
    databaseStatementTimeoutMs: 10_000,
    databaseLockTimeoutMs: 3_000,
    corsOrigins: [],
    maxBodyBytes: 1_048_576,
    rateLimitRequestsPerHour: 36_000,
    ingestMaxBatchRows: 5_000,
    ingestMaxDelayMs: 5,
    logLevel: 'info',
  });
  expect(config.databaseUrl).toBeUndefined();
});

test('values are read as the type that the variable has', () => {
  const config = readConfig({
    DATABASE_POOL_SIZE: '9',
    CORS_ORIGINS: 'https://a.example, http://localhost:5173',
    DATABASE_URL: '',
  });
  expect(config.databasePoolSize).toBe(9);
  expect(config.corsOrigins).toEqual(['https://a.example', 'http://localhost:5173']);
  expect(config.databaseUrl).toBeUndefined();
});

test('every wrong value is reported at once with its name, the value and what is allowed', () => {
  expect(
    problemsOf({ DATABASE_POOL_SIZE: 'many', LOG_LEVEL: 'loud', CORS_ORIGINS: 'example.com', KMS_KEY: 'k', MAX_BODY_BYTES: '0' }),
  ).toEqual([
    'DATABASE_POOL_SIZE=many: must be a whole number from 1 to 100',
    'CORS_ORIGINS=example.com: must be an address that starts with http:// or https://',
    'MAX_BODY_BYTES=0: must be a whole number from 1 to 33554432',
    'LOG_LEVEL=loud: must be one of trace, debug, info, warn, error, fatal, silent',
    'KMS_KEY=k: must have the form projects/P/locations/L/keyRings/R/cryptoKeys/K',
  ]);
});

test('a wrong database address is shown without its password', () => {
  const [problem] = problemsOf({ DATABASE_URL: 'mysql://app:hunter2@db:3306/x' });
  expect(problem).toContain('DATABASE_URL=mysql://app:***@db:3306/x: must be an address that starts with postgres://');
});

test.each(['FIREBASE_AUTH_EMULATOR_HOST', 'PUBSUB_EMULATOR_HOST'])('production refuses %s', (name) => {
  expect(problemsOf({ WHEELHOUSE_ENVIRONMENT: 'production', [name]: 'localhost:9099' })).toEqual([
    `${name}=localhost:9099: must not be set when WHEELHOUSE_ENVIRONMENT=production`,
  ]);
  expect(problemsOf({ [name]: 'localhost:9099' })).toEqual([]);
});

test('on Cloud Run the environment has to be named', () => {
  expect(problemsOf({ K_SERVICE: 'fleet' })).toHaveLength(1);
  expect(problemsOf({ K_SERVICE: 'fleet', WHEELHOUSE_ENVIRONMENT: 'production' })).toEqual([]);
});

test('a Cloud SQL instance needs its database and user and excludes an address', () => {
  const instance = { INSTANCE_CONNECTION_NAME: 'project:europe-west1:main' };
  expect(problemsOf(instance)).toEqual([
    'DATABASE_NAME=: must be set with INSTANCE_CONNECTION_NAME',
    'DATABASE_USER=: must be set with INSTANCE_CONNECTION_NAME',
    expect.stringContaining('DATABASE_ROLE=: must be set'),
  ]);
  const whole = { ...instance, DATABASE_NAME: 'wheelhouse', DATABASE_USER: 'app', DATABASE_PASSWORD: 'secret' };
  expect(problemsOf(whole)).toEqual([]);
  expect(problemsOf({ ...whole, DATABASE_URL: 'postgres://localhost/x' })).toHaveLength(1);
});

test('a login of IAM acts as a role, and a role is acted as by a login', () => {
  const login = {
    INSTANCE_CONNECTION_NAME: 'project:europe-west1:main',
    DATABASE_NAME: 'wheelhouse',
    DATABASE_USER: 'fn-fleet@project.iam',
  };
  expect(problemsOf(login)).toEqual([expect.stringMatching(/^DATABASE_ROLE=: must be set .* wheelhouse_app for functions/)]);
  expect(problemsOf({ ...login, DATABASE_ROLE: 'wheelhouse_app' })).toEqual([]);
  expect(problemsOf({ ...login, DATABASE_OWNER_ROLE: 'wheelhouse_owner' })).toEqual([]);
  expect(problemsOf({ DATABASE_ROLE: 'wheelhouse_app' })).toEqual([
    'DATABASE_ROLE=wheelhouse_app: is acted as by a login; set INSTANCE_CONNECTION_NAME with DATABASE_NAME and DATABASE_USER, or DATABASE_URL',
  ]);
  expect(problemsOf({ ...login, DATABASE_ROLE: 'app -c x=y' })).toEqual([
    'DATABASE_ROLE=app -c x=y: must be the name of a database role, such as wheelhouse_app',
  ]);
});

test('the owner is reached in one way', () => {
  const env = { DATABASE_URL: 'postgres://localhost/x', DATABASE_OWNER_ROLE: 'wheelhouse_owner' };
  expect(problemsOf(env)).toEqual([]);
  expect(problemsOf({ ...env, DATABASE_OWNER_URL: 'postgres://localhost/x' })).toEqual([
    'DATABASE_OWNER_ROLE=wheelhouse_owner: cannot stand beside DATABASE_OWNER_URL; set one of them',
  ]);
});

test('keys come from one place', () => {
  const key = 'projects/p/locations/l/keyRings/r/cryptoKeys/k';
  expect(problemsOf({ KMS_KEY: key })).toEqual([]);
  expect(problemsOf({ KMS_KEY: key, LOCAL_KEYRING: '/tmp/keyring' })).toHaveLength(1);
});
