import type { FunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';

/** A role, and the one resource that it is granted on: `buckets/documents`, `topics/events`, `the project`. */
export type Grant = { role: string; on: string };

const databaseRoles = ['roles/cloudsql.client', 'roles/cloudsql.instanceUser'];
const bucketRoles = { read: 'roles/storage.objectViewer', write: 'roles/storage.objectUser' };
const accountRoles = { none: [], read: ['roles/firebaseauth.viewer'], manage: ['roles/firebaseauth.admin'] };

/**
 * What a function may do, from its description alone. terraform/modules/function says the same a second time, in the words of Terraform;
 * the stack's tests compare the two.
 */
export function grantsOf({ database, access, secrets }: FunctionDescription): Grant[] {
  const when = (holds: boolean, roles: string[], on: string) => (holds ? roles.map((role) => ({ role, on })) : []);
  return [
    ...when(database !== 'none', databaseRoles, 'instances/wheelhouse'),
    ...access.publishes.map((topic) => ({ role: 'roles/pubsub.publisher', on: `topics/${topic}` })),
    ...Object.entries(access.buckets).map(([bucket, right]) => ({ role: bucketRoles[right], on: `buckets/${bucket}` })),
    ...when(access.signsUrls, ['roles/iam.serviceAccountTokenCreator'], 'itself'),
    ...when(access.encrypts, ['roles/cloudkms.cryptoKeyEncrypterDecrypter'], "the tenants' key"),
    ...when(access.models, ['roles/aiplatform.user'], 'the project'),
    ...when(true, accountRoles[access.accounts], 'the project'),
    ...secrets.map((name) => ({ role: 'roles/secretmanager.secretAccessor', on: `secrets/${secretId(name)}` })),
  ];
}

/** `ANTHROPIC_API_KEY` is kept in the secret `anthropic-api-key`. */
function secretId(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

/**
 * The grants of every function as the stack's output `functions` lists them, for its test.
 *
 * @param project the project that the test plans: names of buckets begin with it
 */
export function grantsFixture(functions: FunctionDescription[], project: string): Record<string, string[]> {
  const line = ({ role, on }: Grant) => `${role} on ${on.replace(/^buckets\//, `buckets/${project}-`)}`;
  return Object.fromEntries(functions.map((description) => [description.name, grantsOf(description).map(line).sort()]));
}
