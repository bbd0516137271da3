import { describe, expect, it } from 'vitest';
import { iamGrants } from '../../scripts/terraform/iam-grants.ts';
import { folderOf, terraform } from './harness.ts';

/** Roles on the whole project that administer something, and why there is no narrower one. */
const administers: Record<string, string> = {
  'roles/artifactregistry.admin': 'the deployer makes the repositories',
  'roles/cloudkms.admin': 'the deployer makes keys; this role cannot use them',
  'roles/cloudscheduler.admin': 'the deployer makes schedules',
  'roles/cloudsql.admin': 'the deployer makes the instance and its clones',
  'roles/compute.networkAdmin': 'the deployer makes the network and the load balancer',
  'roles/compute.securityAdmin': 'the deployer makes firewalls and certificates',
  'roles/firebaseauth.admin': 'accounts of people belong to the project itself',
  'roles/iam.serviceAccountAdmin': 'the deployer makes an account for each function',
  'roles/identityplatform.admin': 'sign-in methods belong to the project itself',
  'roles/pubsub.admin': 'the deployer makes topics and subscriptions',
  'roles/resourcemanager.projectIamAdmin': 'the deployer grants the few roles that its condition names',
  'roles/run.admin': 'the deployer says who may call a function',
  'roles/servicenetworking.networksAdmin': 'the deployer makes the peering with the database',
  'roles/serviceusage.serviceUsageAdmin': 'the deployer enables APIs',
  'roles/vpcaccess.admin': 'the deployer makes the connector',
};

/** With the roles of Google's own agents whoever may grant them could act as any account: an administrator does, once. */
const ofAgents = /\.serviceAgent$/;

const onProject = iamGrants(terraform).filter(({ scope }) => scope === 'google_project');
const deployer = onProject.filter(({ accounts }) => accounts.includes('wheelhouse-ci'));
const granted = new Set(onProject.flatMap(({ roles }) => roles));

describe('roles on the whole project', () => {
  it('are none of the basic ones', () => {
    const basic = iamGrants(terraform)
      .flatMap(({ roles }) => roles)
      .filter((role) => /^roles\/(owner|editor|viewer)$/.test(role));
    expect(basic).toEqual([]);
  });

  it('administer nothing but what the list above gives a reason for', () => {
    expect([...granted].filter((role) => /admin$/i.test(role)).sort()).toEqual(Object.keys(administers).sort());
  });

  it('that administer are the deployer’s alone, but for accounts of people', () => {
    const others = onProject.filter((grant) => !deployer.includes(grant));
    expect([...new Set(others.flatMap(({ roles }) => roles))].filter((role) => /admin$/i.test(role))).toEqual([
      'roles/firebaseauth.admin',
    ]);
  });
});

describe('the deployer', () => {
  const grantable = (folderOf('modules/ci').variable?.grantable_roles?.[0]?.default ?? []) as string[];

  it('may grant every role that Terraform grants on the project to others, but for those of Google’s agents, and no role besides', () => {
    const others = onProject.filter((grant) => !deployer.includes(grant)).flatMap(({ roles }) => roles);
    expect([...grantable].sort()).toEqual([...new Set(others)].filter((role) => !ofAgents.test(role)).sort());
  });

  it('grants and reads secrets under a condition only', () => {
    const conditional = deployer.filter(({ condition }) => condition);
    expect(conditional.flatMap(({ roles }) => roles).sort()).toEqual([
      'roles/resourcemanager.projectIamAdmin',
      'roles/secretmanager.secretAccessor',
    ]);
    expect(conditional[0]?.condition).toBe('only_roles_of_functions, only_the_administrators_password');
    const plain = deployer.filter(({ condition }) => !condition).flatMap(({ roles }) => roles);
    expect(plain).not.toContain('roles/resourcemanager.projectIamAdmin');
    expect(plain).not.toContain('roles/secretmanager.secretAccessor');
  });
});
