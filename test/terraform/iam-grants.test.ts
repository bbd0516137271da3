import { parse } from '@cdktf/hcl2json';
import { describe, expect, it } from 'vitest';
import { iamGrants } from '../../scripts/terraform/iam-grants.ts';

const accounts = `
  resource "google_service_account" "build" {
    account_id = "\${local.prefix}-build"
  }
  resource "google_service_account" "caller" {
    account_id = "call-\${local.name}"
  }`;

async function grantOf(type: string, body: string, locals = '') {
  const text = `${accounts}\nlocals {\n${locals}\n}\nresource "${type}" "given" {\n${body}\n}`;
  return iamGrants(new Map([['stack', await parse('main.tf', text)]]))[0];
}

describe('grants that Terraform makes', () => {
  it('are read with the account, the role and the title of the condition', async () => {
    const body = `
      role   = "roles/logging.logWriter"
      member = google_service_account.build.member
      condition {
        title      = "only \${module.database.instance_name}"
        expression = "true"
      }`;
    expect(await grantOf('google_project_iam_member', body)).toEqual({
      address: 'stack/google_project_iam_member.given',
      scope: 'google_project',
      accounts: ['wheelhouse-build'],
      roles: ['roles/logging.logWriter'],
      condition: 'only wheelhouse',
    });
  });

  it('are found in sets, and in locals behind locals', async () => {
    const set = `
      for_each = toset(["roles/b.two", "roles/a.one"])
      role     = each.value
      member   = "group:people@example.com"`;
    expect(await grantOf('google_project_iam_member', set)).toMatchObject({ roles: ['roles/a.one', 'roles/b.two'] });
    const local = `
      for_each = local.roles
      role     = each.key
      member   = "group:people@example.com"`;
    const locals = `
      roles = merge(local.more, { "roles/a.one" = "why" })
      more  = { "roles/b.two" = "why" }`;
    expect(await grantOf('google_project_iam_member', local, locals)).toMatchObject({ roles: ['roles/a.one', 'roles/b.two'] });
  });

  it('name everybody as everybody', async () => {
    const body = `
      role   = "roles/run.invoker"
      member = local.is_http ? "allUsers" : google_service_account.caller[0].member`;
    expect(await grantOf('google_cloud_run_v2_service_iam_member', body)).toMatchObject({
      accounts: ['call-<function>', 'allUsers'],
    });
  });

  it('are refused where they replace those of others, or their role cannot be seen', async () => {
    const binding = `
      role    = "roles/run.invoker"
      members = ["allUsers"]`;
    await expect(grantOf('google_project_iam_binding', binding)).rejects.toThrow('use google_project_iam_member');
    const hidden = `
      role   = var.role
      member = "allUsers"`;
    await expect(grantOf('google_project_iam_member', hidden)).rejects.toThrow('no role is found');
  });
});
