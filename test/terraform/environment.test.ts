import { readFileSync } from 'node:fs';
import { secretVariables, variables } from '@wheelhouse/shared/config.ts';
import { describe, expect, it } from 'vitest';
import { type Folder, localOf, resourcesOf, textOf } from '../../scripts/terraform/hcl.ts';
import { folderOf, functions, root } from './harness.ts';

/** What the command line reads besides (scripts/wheelhouse/connections.ts); a function never gets them. */
const commandVariables = ['DATABASE_ADMIN_USER', 'DATABASE_ADMIN_PASSWORD', 'DATABASE_APP_LOGINS', 'DATABASE_OWNER_LOGINS'];

/** Variables without a default that nothing sets in the cloud, and why. */
const notInTheCloud: Record<string, string> = {
  DATABASE_URL: 'INSTANCE_CONNECTION_NAME is in its place',
  DATABASE_PASSWORD: 'IAM authenticates',
  DATABASE_OWNER_URL: 'DATABASE_OWNER_ROLE is in its place',
  FIREBASE_AUTH_EMULATOR_HOST: 'production refuses an emulator',
  PUBSUB_EMULATOR_HOST: 'production refuses an emulator',
  STORAGE_EMULATOR_HOST: 'production refuses an emulator',
  LOCAL_KEYRING: 'KMS_KEY is in its place',
  GEOCODER_URL: 'Google names places, or what function_environment says',
};

/** Variables with a default that would be wrong in the cloud, where Terraform must set them. */
const otherThanDefault = [
  'WHEELHOUSE_ENVIRONMENT',
  'TELEMETRY_TOPIC',
  'EVENTS_TOPIC',
  'TRUSTED_PROXIES',
  'CORS_ORIGINS',
  'EMBEDDING_PROVIDER',
  'VERTEX_LOCATION',
  'DOCUMENT_MODEL_PROVIDER',
  'GEOCODER',
  'DATABASE_POOL_SIZE',
];

const stack = folderOf('stack');
const buckets = Object.keys(localOf(stack, 'buckets') as object);

/** Names on the left of an `=` in an expression, or keys of an object. */
function namesIn(value: unknown): string[] {
  return [...textOf(value).matchAll(/"?\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"?\s*[=:](?!=)/g)].map(([, name = '']) => name);
}

function localNames(folder: Folder, ...locals: string[]): string[] {
  return locals.flatMap((local) => {
    const value = localOf(folder, local);
    if (value === undefined) throw new Error(`There is no local ${local}: correct the name here.`);
    return namesIn(value);
  });
}

const ofFunctions = new Set([
  ...localNames(stack, 'common_environment', 'embedding_environment', 'document_model_environment'),
  ...localNames(folderOf('modules/function'), 'database_environment'),
  ...namesIn(stack.module?.function?.[0]?.environment),
  ...buckets.map((bucket) => `${bucket.toUpperCase()}_BUCKET`),
  ...functions.flatMap(({ environment }) => Object.keys(environment)),
]);

const job = resourcesOf(stack).find(({ type }) => type === 'google_cloud_run_v2_job')?.block;
const ofTheJob = new Set([
  ...localNames(stack, 'database_job_environment'),
  ...[...textOf(job?.template).matchAll(/"name":"([A-Z_]+)"/g)].map(([, name = '']) => name),
]);

describe('environment variables that Terraform sets', () => {
  it('are found', () => {
    expect([...ofFunctions]).toEqual(
      expect.arrayContaining(['KMS_KEY', 'DATABASE_ROLE', 'DOCUMENTS_BUCKET', 'VIDEO_BUCKET', 'GEOCODER']),
    );
    expect([...ofTheJob]).toEqual(expect.arrayContaining(['DATABASE_OWNER_ROLE', 'DATABASE_ADMIN_PASSWORD']));
  });

  it('are read by functions', () => {
    expect([...ofFunctions].filter((name) => !(name in variables))).toEqual([]);
  });

  it('are read by the command line, where the job has them', () => {
    expect([...ofTheJob].filter((name) => !(name in variables) && !commandVariables.includes(name))).toEqual([]);
    const connections = readFileSync(`${root}scripts/wheelhouse/connections.ts`, 'utf8');
    expect(commandVariables.filter((name) => !connections.includes(name) || !ofTheJob.has(name))).toEqual([]);
    expect(commandVariables.filter((name) => ofFunctions.has(name))).toEqual([]);
  });

  it('are all that a deployed function must have', () => {
    const withoutDefault = Object.entries(variables).filter(([, schema]) => schema.safeParse(undefined).data === undefined);
    const secrets: readonly string[] = secretVariables;
    const missing = withoutDefault.map(([name]) => name).filter((name) => !ofFunctions.has(name) && !secrets.includes(name));
    expect(missing.sort()).toEqual(Object.keys(notInTheCloud).sort());
    expect(otherThanDefault.filter((name) => !ofFunctions.has(name))).toEqual([]);
  });

  it('hold no secret: those are mounted', () => {
    expect(secretVariables.filter((name) => ofFunctions.has(name) || ofTheJob.has(name))).toEqual([]);
    const allowed = textOf(stack.variable?.secrets?.[0]?.validation);
    expect(secretVariables.filter((name) => !allowed.includes(name))).toEqual([]);
  });
});
