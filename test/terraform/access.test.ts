import { readFileSync } from 'node:fs';
import type { FunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';
import { describe, expect, it } from 'vitest';
import { grantsOf } from '../../scripts/terraform/access.ts';
import { accessTable, withAccessTable, wordsOutOfDate } from '../../scripts/terraform/access-table.ts';
import { generatedAccess } from '../../scripts/terraform/generated-access.ts';
import { functions, root, terraform } from './harness.ts';

const quiet: FunctionDescription = {
  name: 'quiet',
  description: 'Does nothing.',
  trigger: { type: 'http', paths: ['/v1/nothing'] },
  memory: '512Mi',
  cpu: 1,
  timeoutSeconds: 60,
  concurrency: 80,
  minInstances: 0,
  maxInstances: 10,
  database: 'none',
  access: { publishes: [], buckets: {}, signsUrls: false, encrypts: false, models: false, accounts: 'none' },
  secrets: [],
  environment: {},
};

const lines = (description: FunctionDescription) => grantsOf(description).map(({ role, on }) => `${role} on ${on}`);

describe('the table of who may do what', () => {
  it('is current, as is the fixture that Terraform’s own tests compare with; npm run terraform:access writes both', async () => {
    const generated = await generatedAccess(root);
    expect(generated.size).toBe(2);
    for (const [file, text] of generated) expect(readFileSync(file, 'utf8'), file).toBe(text);
  });

  it('has a row for every function, also for one that may do nothing', () => {
    const table = accessTable([...functions, quiet], terraform);
    for (const { name } of functions) expect(table).toContain(`| \`fn-${name}\` |`);
    expect(table).toContain('| `fn-quiet` | nothing |');
  });

  it('says which functions act as the owner of the database', () => {
    expect(accessTable([{ ...quiet, database: 'owner' }], terraform)).toContain('`wheelhouse_owner`');
    expect(accessTable([{ ...quiet, database: 'app' }], terraform)).not.toContain('`wheelhouse_owner`');
  });

  it('has words for every grant that Terraform makes, and for no other', () => {
    expect(wordsOutOfDate(terraform)).toEqual([]);
    expect(wordsOutOfDate(terraform, { 'stack/gone': { why: 'was there once' } })).toContain('stack/gone');
  });

  it('replaces what stood between its markers and nothing else', () => {
    expect(withAccessTable('a\n<!-- access -->\nold\n<!-- /access -->\nb', 'new')).toBe(
      'a\n<!-- access -->\nnew\n<!-- /access -->\nb',
    );
    expect(() => withAccessTable('a\n<!-- access -->\nb', 'new')).toThrow('<!-- /access -->');
  });
});

describe('a function', () => {
  it('without access may do nothing', () => {
    expect(lines(quiet)).toEqual([]);
  });

  it('logs in to the one instance, as app and as owner', () => {
    const login = ['roles/cloudsql.client on instances/wheelhouse', 'roles/cloudsql.instanceUser on instances/wheelhouse'];
    expect(lines({ ...quiet, database: 'app' })).toEqual(login);
    expect(lines({ ...quiet, database: 'owner' })).toEqual(login);
  });

  it('gets each right that its description names, on the narrowest resource', () => {
    const access = {
      publishes: ['events'],
      buckets: { documents: 'write', video: 'read' },
      signsUrls: true,
      encrypts: true,
      models: true,
      accounts: 'manage',
    } as const satisfies object;
    expect(lines({ ...quiet, access: { ...access, publishes: [...access.publishes] }, secrets: ['ANTHROPIC_API_KEY'] })).toEqual([
      'roles/pubsub.publisher on topics/events',
      'roles/storage.objectUser on buckets/documents',
      'roles/storage.objectViewer on buckets/video',
      'roles/iam.serviceAccountTokenCreator on itself',
      "roles/cloudkms.cryptoKeyEncrypterDecrypter on the tenants' key",
      'roles/aiplatform.user on the project',
      'roles/firebaseauth.admin on the project',
      'roles/secretmanager.secretAccessor on secrets/anthropic-api-key',
    ]);
    expect(lines({ ...quiet, access: { ...quiet.access, accounts: 'read' } })).toEqual([
      'roles/firebaseauth.viewer on the project',
    ]);
  });
});
