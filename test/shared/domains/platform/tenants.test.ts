import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { type Scope, withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import {
  createTenant,
  deleteTenant,
  exportTenant,
  findTenant,
  importTenant,
  listTenants,
  lookUpTenant,
  renameTenant,
  resumeTenant,
  schemaNameOf,
  suspendTenant,
  type Tenant,
} from '@wheelhouse/shared/domains/platform/index.ts';
import { describe, expect, inject, it } from 'vitest';
import { testDatabase } from '../../../harness/index.ts';
import { doors, dump, makeFullTenant, makeTenant, newSlug } from './fixtures.ts';

const scopeOf = (tenant: Pick<Tenant, 'id'>): Scope => ({
  tenantId: tenant.id,
  actor: { kind: 'system', reason: 'test' },
  databaseRole: 'system_admin',
  request: { operation: 'test' },
});
const asSystem = <T>(fn: Parameters<typeof withSystem<T>>[2]) => withSystem(testDatabase(), 'a test', fn);
const exported = async (tenant: Tenant) => {
  const out = new PassThrough();
  const [lines] = await Promise.all([text(out), exportTenant(doors(), tenant.slug, out).then(() => out.end())]);
  return lines;
};

describe.each(['pooled', 'dedicated'] as const)('creating a %s tenant', (placement) => {
  it('gives it roles, departments, its first administrator and an account to sign in with', async () => {
    const slug = newSlug();
    const administrator = { email: `Boss@${slug}.test` };
    const tenant = await createTenant(doors(), { slug, name: 'Acme', placement, administrator });
    expect(tenant).toMatchObject({
      slug,
      name: 'Acme',
      placement,
      status: 'active',
      schemaName: placement === 'pooled' ? 'app' : schemaNameOf(slug),
    });
    const [user] = await withTenant(testDatabase(), scopeOf(tenant), (tx) =>
      tx.query('select u.email, r.role_name from users u join roles r on r.id = u.role_id'),
    );
    expect(user).toEqual({ email: `boss@${slug}.test`, role_name: 'super_admin' });
    const accounts = await asSystem((tx) =>
      tx.query('select email, is_active from platform.accounts where tenant_id = $1', [tenant.id]),
    );
    expect(accounts).toEqual([{ email: `boss@${slug}.test`, is_active: true }]);
  });

  it('answers the same tenant when asked again, also several times at once', async () => {
    const wanted = { slug: newSlug(), name: 'Acme', placement, administrator: { email: 'boss@example.test' } };
    const tenants = await Promise.all([
      createTenant(doors(), wanted),
      createTenant(doors(), wanted),
      createTenant(doors(), wanted),
    ]);
    expect(new Set(tenants.map(({ id }) => id)).size).toBe(1);
    const counts = await withTenant(testDatabase(), scopeOf(tenants[0]!), (tx) =>
      tx.query(
        `select (select count(*)::integer from users) as users, (select count(*)::integer from domain_events where type = 'tenant.created') as events`,
      ),
    );
    expect(counts).toEqual([{ users: 1, events: 1 }]);
  });

  it('goes on where it was interrupted', async () => {
    const slug = newSlug();
    await asSystem((tx) =>
      tx.query(`insert into platform.tenants (name, slug, placement, schema_name) values ('Acme', $1, $2, $3)`, [
        slug,
        placement,
        placement === 'pooled' ? 'app' : schemaNameOf(slug),
      ]),
    );
    const tenant = await createTenant(doors(), { slug, name: 'Acme', placement });
    expect(tenant.status).toBe('active');
    const roles = await withTenant(testDatabase(), scopeOf(tenant), (tx) => tx.query('select from roles'));
    expect(roles).toHaveLength(6);
  });
});

describe('creating a tenant', () => {
  it.each(['A', 'Acme', 'acme_ab', '-acme', 'acme-', 'ac--me', '1acme', 'platform', "a'; drop schema app; --", 'x'.repeat(51)])(
    'refuses the slug %j',
    async (slug) => {
      await expect(createTenant(doors(), { slug, name: 'Acme' })).rejects.toMatchObject({
        status: 422,
        fields: [{ path: 'slug' }],
      });
    },
  );

  it('refuses a slug that another tenant has', async () => {
    const tenant = await makeTenant();
    await expect(createTenant(doors(), { slug: tenant.slug, name: 'Someone else' })).rejects.toMatchObject({ status: 409 });
  });

  it('needs the owner’s login for a schema, and then leaves nothing behind', async () => {
    const slug = newSlug();
    const creating = createTenant({ ...doors(), owner: undefined }, { slug, name: 'Acme', placement: 'dedicated' });
    await expect(creating).rejects.toMatchObject({ status: 503, detail: expect.stringContaining('DATABASE_OWNER_URL') });
    expect(await lookUpTenant(doors(), slug)).toBeUndefined();
  });
});

describe('changing a tenant', () => {
  it('suspends it with a reason that its users are told, and resumes it', async () => {
    const tenant = await makeTenant();
    await asSystem((tx) => suspendTenant(tx, tenant.slug, 'unpaid'));
    await expect(withTenant(testDatabase(), scopeOf(tenant), (tx) => tx.query('select 1'))).rejects.toMatchObject({
      code: 'WH403',
      message: expect.stringContaining('unpaid'),
    });
    expect((await listTenants(doors())).find(({ id }) => id === tenant.id)).toMatchObject({ status: 'suspended' });
    expect(await asSystem((tx) => resumeTenant(tx, tenant.id))).toMatchObject({ status: 'active', statusReason: null });
    const events = await withTenant(testDatabase(), scopeOf(tenant), (tx) =>
      tx.query<{ type: string }>('select type from domain_events order by transaction_id'),
    );
    expect(events.map(({ type }) => type)).toEqual(['tenant.created', 'tenant.suspended', 'tenant.resumed']);
  });

  it('does and tells nothing when there is nothing to change', async () => {
    const tenant = await makeTenant();
    await asSystem((tx) => resumeTenant(tx, tenant.slug));
    expect(await withTenant(testDatabase(), scopeOf(tenant), (tx) => tx.query('select from domain_events'))).toHaveLength(1);
  });

  it('renames it, and gives a pooled one another slug', async () => {
    const [tenant, dedicated] = [await makeTenant(), await makeTenant('dedicated')];
    const slug = newSlug();
    expect(await asSystem((tx) => renameTenant(tx, tenant.slug, { name: 'New', slug }))).toMatchObject({ name: 'New', slug });
    expect(await asSystem((tx) => renameTenant(tx, dedicated.slug, { name: 'New' }))).toMatchObject({ name: 'New' });
    await expect(asSystem((tx) => renameTenant(tx, dedicated.slug, { slug: newSlug() }))).rejects.toMatchObject({ status: 409 });
    await expect(asSystem((tx) => renameTenant(tx, slug, { slug: 'Not A Slug' }))).rejects.toMatchObject({ status: 422 });
  });

  it('says when there is no such tenant', async () => {
    await expect(asSystem((tx) => suspendTenant(tx, 'nobody-here', 'x'))).rejects.toMatchObject({ status: 404 });
    await expect(findTenant(doors(), 'nobody-here')).rejects.toMatchObject({ status: 404 });
  });
});

describe.each(['pooled', 'dedicated'] as const)('a %s tenant', (placement) => {
  it('is exported, deleted and restored without losing a digit', async () => {
    const tenant = await makeFullTenant(placement);
    const before = await dump(tenant);
    const file = await exported(tenant);
    await deleteTenant(doors(), tenant.slug, tenant.slug);
    expect(await lookUpTenant(doors(), tenant.id)).toBeUndefined();
    const { tenant: restored, rows } = await importTenant(doors(), Readable.from([file]));
    expect(restored).toMatchObject({ id: tenant.id, placement, status: 'active' });
    expect(await dump(restored)).toEqual(before);
    expect(file).toContain('12345678901234567890.10');
    expect(file.trim().split('\n').at(-1)).toBe(`{"end":true,"rows":${rows}}`);
  });

  it('is restored into the other placement', async () => {
    const tenant = await makeFullTenant(placement);
    const before = await dump(tenant);
    const file = await exported(tenant);
    await deleteTenant(doors(), tenant.slug, tenant.slug);
    const { tenant: restored } = await importTenant(
      doors(),
      Readable.from([file]),
      placement === 'pooled' ? 'dedicated' : 'pooled',
    );
    expect(restored.placement).not.toBe(placement);
    expect(await dump(restored)).toEqual(before);
  });

  it('is gone with its schema, rows, accounts and domains once deleted, and others are untouched', async () => {
    const [tenant, other] = [await makeFullTenant(placement), await makeFullTenant('pooled')];
    const before = await dump(other);
    await deleteTenant(doors(), tenant.slug, tenant.slug, { batchRows: 7 });
    const left = await asSystem((tx) =>
      tx.query(
        `select 'users' from users where tenant_id = $1 union all select 'audit' from audit_log where tenant_id = $1
         union all select 'accounts' from platform.accounts where tenant_id = $1 union all select 'tenants' from platform.tenants where id = $1`,
        [tenant.id],
      ),
    );
    expect(left).toEqual([]);
    const schemas = await asAdmin(inject('ownerUrl'), (client) =>
      client.query('select from platform.schema_versions where schema_name = $1', [schemaNameOf(tenant.slug)]),
    );
    expect(schemas.rowCount).toBe(0);
    await expect(withTenant(testDatabase(), scopeOf(tenant), (tx) => tx.query('select 1'))).rejects.toMatchObject({
      code: 'WH404',
    });
    expect(await dump(other)).toEqual(before);
  });
});

describe('deleting a tenant', () => {
  it('needs its slug typed', async () => {
    const tenant = await makeTenant();
    await expect(deleteTenant(doors(), tenant.slug, 'something-else')).rejects.toMatchObject({
      status: 422,
      fields: [{ path: 'confirm' }],
    });
    expect(await findTenant(doors(), tenant.slug)).toMatchObject({ status: 'active' });
  });

  it('goes on after an interruption, and meanwhile nobody knows the tenant', async () => {
    const tenant = await makeTenant();
    const interrupted = deleteTenant(doors(), tenant.slug, tenant.slug, {
      batchRows: 10,
      onBatch: () => {
        throw new Error('interrupted');
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    expect(await findTenant(doors(), tenant.slug)).toMatchObject({ status: 'deleting' });
    await expect(withTenant(testDatabase(), scopeOf(tenant), (tx) => tx.query('select 1'))).rejects.toMatchObject({
      code: 'WH404',
    });
    await deleteTenant(doors(), tenant.slug, tenant.slug);
    expect(await lookUpTenant(doors(), tenant.slug)).toBeUndefined();
  });

  it('is refused while the tenant is being moved', async () => {
    const tenant = await makeTenant();
    await asSystem((tx) => tx.query(`update platform.tenants set status = 'moving' where id = $1`, [tenant.id]));
    await expect(deleteTenant(doors(), tenant.slug, tenant.slug)).rejects.toMatchObject({ status: 409 });
  });
});

describe('importing a tenant', () => {
  it('refuses one that exists', async () => {
    const tenant = await makeTenant();
    await expect(importTenant(doors(), Readable.from([await exported(tenant)]))).rejects.toMatchObject({ status: 409 });
  });

  it.each([
    ['is cut off', (file: string) => file.slice(0, file.lastIndexOf('{"end"')), /cut off/],
    ['misses a row', (file: string) => file.split('\n').toSpliced(5, 1).join('\n'), /is no row/],
    ['is no export', () => 'hello', /no export of a tenant/],
    [
      'has rows of an unknown table',
      (file: string) => file.replace('{"table":"roles"', '{"table":"rolls"'),
      /rolls, a table that this database does not have/,
    ],
  ])('takes nothing of a file that %s', async (_, damage, message) => {
    const tenant = await makeTenant();
    const file = await exported(tenant);
    await deleteTenant(doors(), tenant.slug, tenant.slug);
    await expect(importTenant(doors(), Readable.from([damage(file)]))).rejects.toThrow(message);
    expect(await lookUpTenant(doors(), tenant.slug)).toBeUndefined();
  });
});
