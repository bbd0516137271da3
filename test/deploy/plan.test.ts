import { describe, expect, it } from 'vitest';
import { workspace } from './workspace.ts';

const source = (hash: string) => [{ source: [{ storage_source: [{ object: `${hash}.zip` }] }] }];
const fn = (name: string, actions: string[], before: string | null, after: string) => ({
  address: `module.wheelhouse.module.function["${name}"].google_cloudfunctions2_function.this`,
  type: 'google_cloudfunctions2_function',
  change: {
    actions,
    before: before && { name, build_config: source(before) },
    after: { name, build_config: source(after) },
  },
});
const destroyed = (type: string, actions: string[]) => ({
  address: `module.wheelhouse.${type}.this`,
  type,
  change: { actions, before: { name: 'x' }, after: null },
});

function review(changes: unknown[], environment = 'prod') {
  const space = workspace();
  space.write('build/deploy/plan.json', JSON.stringify({ resource_changes: changes }));
  return { space, ...space.run('review-plan.ts', [], { ENVIRONMENT: environment }) };
}

describe('the review of a plan', () => {
  it('names the functions that change, and why, and no others', () => {
    const { space, status, out } = review([
      fn('telematics', ['update'], 'telematics/aaa', 'telematics/aaa'),
      fn('fleet', ['update'], 'fleet/aaa', 'fleet/bbb'),
      fn('identity', ['no-op'], 'identity/aaa', 'identity/aaa'),
      fn('reference', ['create'], null, 'reference/ccc'),
    ]);
    expect(status).toBe(0);
    expect(out.split('\n').map((line) => line.replace(/ +/, ' '))).toEqual([
      'fleet fleet/aaa.zip becomes fleet/bbb.zip',
      'reference new: reference/ccc.zip',
      'telematics settings only',
      '',
    ]);
    expect(space.read('build/deploy/changed')).toBe('fleet\nreference\ntelematics\n');
  });

  it('says so where no function changes', () => {
    const { space, out } = review([fn('fleet', ['no-op'], 'fleet/aaa', 'fleet/aaa')]);
    expect(out).toBe('No function changes.\n');
    expect(space.read('build/deploy/changed')).toBe('');
  });

  it.each([
    'google_sql_database_instance',
    'google_sql_database',
    'google_storage_bucket',
    'google_kms_crypto_key',
    'google_bigquery_table',
  ])('stops in production where the plan destroys a %s', (type) => {
    for (const actions of [['delete'], ['delete', 'create'], ['create', 'delete']]) {
      const { status, err } = review([destroyed(type, actions)]);
      expect(status).toBe(1);
      expect(err).toContain(`module.wheelhouse.${type}.this`);
    }
  });

  it('lets other things go, and lets them all go where nothing is kept', () => {
    expect(review([destroyed('google_monitoring_alert_policy', ['delete'])]).status).toBe(0);
    expect(review([destroyed('google_sql_database_instance', ['delete'])], 'dev').status).toBe(0);
  });
});

describe('planning and applying', () => {
  it('applies exactly the plan that was kept', () => {
    const space = workspace();
    space.write('terraform/environments/prod/main.tf', '');
    const planned = space.run('plan.sh', [{ call: 'show -json', out: '{"resource_changes":[]}' }]);
    expect(planned).toMatchObject({ status: 0 });
    expect(planned.calls).toEqual([
      'terraform init -input=false -backend-config=bucket=example-state -backend-config=prefix=wheelhouse',
      `terraform plan -input=false -lock-timeout=600s -out=${space.root}/build/deploy/plan`,
      `terraform show -json ${space.root}/build/deploy/plan`,
    ]);
    expect(space.read('build/deploy/plan.json')).toBe('{"resource_changes":[]}');
    const applied = space.run('apply.sh', [{ call: 'output -json', out: '{"url":null}' }]);
    expect(applied.calls[0]).toBe(`terraform apply -input=false -lock-timeout=600s ${space.root}/build/deploy/plan`);
    expect(space.read('build/deploy/outputs.json')).toBe('{"url":null}');
  });

  it('says where the variables of the environment belong when they are missing', () => {
    const space = workspace();
    const { status, err } = space.run('fetch-variables.sh', [{ call: 'storage cp', status: 1 }]);
    expect(status).toBe(1);
    expect(err).toContain('gs://example-state/wheelhouse/terraform.tfvars');
  });
});
