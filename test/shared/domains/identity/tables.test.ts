import { randomUUID } from 'node:crypto';
import { permissionGroups, permissionSchema } from '@wheelhouse/shared/auth/permissions.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { createFirstAdministrator, identityDomain, seedIdentity } from '@wheelhouse/shared/domains/identity/index.ts';
import { describe, expect, inject, test } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../../harness/index.ts';
import { newUser, roleId, seededTenant } from '../../auth/fixtures.ts';

const accountOf = async (userId: string) =>
  (
    await withSystem(testDatabase(), 'look', (tx) =>
      tx.query('select tenant_id, email, firebase_uid, is_active from platform.accounts where user_id = $1', [userId]),
    )
  )[0];

describe.each(['pooled', 'dedicated'] as const)('the seeds of a %s tenant', (placement) => {
  test('are the roles of the dataops design, each with exactly its permissions and those for trips and places', async () => {
    const tenant = await seededTenant({ placement });
    const roles = await tenant.run((tx) =>
      tx.query(`select r.role_name, r.permissions, p.role_name as parent, r.is_system_role, r.database_role
                from roles r left join roles p on p.id = r.parent_role_id order by r.role_level desc`),
    );
    expect(roles.map((role) => [role.role_name, role.parent, role.database_role, role.permissions])).toEqual([
      ['super_admin', 'fleet_manager', 'system_admin', ['system.*', 'user.*', 'fleet.*', 'delivery.*', 'analytics.*', '*']],
      [
        'fleet_manager',
        'dispatcher',
        'fleet_admin',
        ['fleet.read', 'fleet.write', 'vehicle.read', 'vehicle.write', 'driver.read', 'driver.write', 'trip.classify'],
      ],
      [
        'dispatcher',
        null,
        'support_agent',
        [
          'delivery.read',
          'delivery.write',
          'route.read',
          'route.write',
          'vehicle.read',
          'location.read',
          'geofence.read',
          'trip.read',
        ],
      ],
      ['analyst', null, 'authenticated_user', ['analytics.read', 'reports.read', 'dashboard.read']],
      [
        'driver',
        null,
        'driver_user',
        [
          'delivery.read_assigned',
          'delivery.update_status',
          'vehicle.read_assigned',
          'location.write',
          'trip.read_own',
          'trip.classify',
          'driver.read_own',
        ],
      ],
      ['customer', null, 'customer_user', ['delivery.read_own', 'tracking.read_own']],
    ]);
    expect(roles.every((role) => role.is_system_role)).toBe(true);
    const departments = await tenant.run((tx) => tx.query('select department_name, department_path from departments order by 2'));
    expect(departments.map((row) => row.department_path)).toEqual(['/ANALYTICS', '/CS', '/OPS', '/TECH']);
  });

  test('can be repeated, and leave what the tenant has changed', async () => {
    const tenant = await seededTenant({ placement });
    await tenant.run((tx) => tx.query(`update roles set display_name = 'Chef' where role_name = 'super_admin'`));
    await withSystem(testDatabase(), 'seed', (tx) => seedIdentity(tx, tenant.tenantId, tenant.schemaName), {
      home: tenant.schemaName,
    });
    const roles = await tenant.run((tx) => tx.query(`select display_name from roles order by role_level desc`));
    expect(roles).toHaveLength(6);
    expect(roles[0]).toEqual({ display_name: 'Chef' });
  });

  test('let a first administrator in', async () => {
    const tenant = await seededTenant({ placement });
    const person = { email: `First.${tenant.slug}@Example.com`, firstName: 'First', lastName: 'Admin' };
    const create = () =>
      withSystem(testDatabase(), 'first user', (tx) => createFirstAdministrator(tx, tenant.tenantId, person), {
        home: tenant.schemaName,
      });
    const userId = await create();
    expect(await create()).toBe(userId);
    expect(await accountOf(userId)).toMatchObject({
      tenant_id: tenant.tenantId,
      email: person.email.toLowerCase(),
      is_active: true,
    });
  });
});

describe('the catalogue of permissions', () => {
  test('has well-formed keys, in the groups that cover them', async () => {
    const tenant = await seededTenant();
    const rows = await tenant.run((tx) => tx.query<Record<string, string>>('select * from permissions'));
    for (const row of rows) {
      expect(permissionSchema.safeParse(row.permission_key).success).toBe(true);
      expect(row.permission_key).toBe(`${row.resource}.${row.action}`);
      const group = row.permission_category ?? '';
      expect([group, ...(permissionGroups[group] ?? [])]).toContain(row.resource);
    }
  });

  test('has the permissions of this domain’s resources and verbs', async () => {
    const tenant = await seededTenant();
    const rows = await tenant.run((tx) => tx.query('select permission_key from permissions'));
    const known = new Set(rows.map((row) => row.permission_key));
    for (const { permissions, operations } of identityDomain.resources) {
      expect(known).toContain(permissions.read);
      if (operations.includes('update')) expect(known).toContain(permissions.write);
      if (operations.includes('delete')) expect(known).toContain(permissions.delete);
    }
    for (const { permission } of identityDomain.verbs) {
      if (permission !== 'self.read') expect(known).toContain(permission);
    }
  });

  test('cannot be written by a tenant', async () => {
    const tenant = await seededTenant();
    await expect(tenant.run((tx) => tx.query(`update permissions set permission_name = 'x'`))).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('users', () => {
  test('have an account in the directory as long as they exist, active as they are', async () => {
    const tenant = await seededTenant();
    const { userId, email } = await newUser(tenant, 'driver', `Mixed.${randomUUID()}@Example.com`);
    const set = (status: string) =>
      tenant.run((tx) => tx.query('update users set account_status = $2 where id = $1', [userId, status]));
    expect(await accountOf(userId)).toEqual({
      tenant_id: tenant.tenantId,
      email: email.toLowerCase(),
      firebase_uid: null,
      is_active: true,
    });
    await set('suspended');
    expect(await accountOf(userId)).toMatchObject({ is_active: false });
    await set('pending_verification');
    expect(await accountOf(userId)).toMatchObject({ is_active: true });
    await tenant.run((tx) => tx.query('delete from users where id = $1', [userId]));
    expect(await accountOf(userId)).toBeUndefined();
  });

  test('get the default role when none is given, and cannot share an address in another case', async () => {
    const tenant = await seededTenant();
    const insert = (email: string, username: string) =>
      tenant.run((tx) =>
        tx.query(`insert into users (email, username, first_name, last_name) values ($1, $2, 'A', 'B') returning role_id`, [
          email,
          username,
        ]),
      );
    expect(await insert('ada@example.com', 'ada')).toEqual([{ role_id: await roleId(tenant, 'customer') }]);
    await expect(insert('ADA@example.com', 'other')).rejects.toMatchObject({ code: '23505' });
  });

  test('keep their address unless the verb for it changes it', async () => {
    const tenant = await seededTenant();
    const { userId } = await newUser(tenant, 'driver');
    const change = tenant.run((tx) => tx.query(`update users set email = 'x@example.com' where id = $1`, [userId]));
    await expect(change).rejects.toMatchObject({ code: 'WH422', column: 'email' });
  });

  test('say who created them, where that is a user of the tenant', async () => {
    const tenant = await seededTenant();
    const creator = await newUser(tenant, 'super_admin');
    const { userId } = await newUser({ ...tenant, run: runAs(tenant, creator.userId) }, 'driver');
    const stranger = await newUser({ ...tenant, run: runAs(tenant, randomUUID()) }, 'driver');
    const rows = await tenant.run((tx) =>
      tx.query('select created_by from users where id = any($1) order by id', [[userId, stranger.userId]]),
    );
    expect(rows.map((row) => row.created_by)).toEqual([creator.userId, null]);
  });
});

describe('a tenant that is being moved', () => {
  /** Deletes a user as a move deletes the copied rows, in a session of this login that has the rights for it. */
  async function deleteWhileMoving(login: 'ownerUrl' | 'appUrl') {
    const { userId } = await newUser(await seededTenant(), 'driver');
    await asAdmin(inject(login), async (client) => {
      await client.query('begin');
      if (login === 'appUrl') await client.query(`select platform.enter_system('{"reason": "move"}', 'app')`);
      await client.query(`set local app.moving = 'on'`);
      await client.query('delete from app.users where id = $1', [userId]);
      await client.query('commit');
    });
    return accountOf(userId);
  }

  test('keeps its accounts while the owner’s login takes its rows away', async () => {
    expect(await deleteWhileMoving('ownerUrl')).toBeDefined();
  });

  test('cannot be pretended by the functions’ login', async () => {
    expect(await deleteWhileMoving('appUrl')).toBeUndefined();
  });
});

describe('system roles', () => {
  test.each([
    ['deleted', `delete from roles where role_name = 'analyst'`],
    ['renamed', `update roles set role_name = 'other' where role_name = 'analyst'`],
    ['switched off', `update roles set is_active = false where role_name = 'analyst'`],
    ['made custom', `update roles set is_system_role = false where role_name = 'analyst'`],
    ['made by a tenant', `insert into roles (role_name, display_name, is_system_role) values ('mine', 'Mine', true)`],
  ])('cannot be %s', async (_what, statement) => {
    const tenant = await seededTenant();
    await expect(tenant.run((tx) => tx.query(statement))).rejects.toMatchObject({ code: 'WH422' });
  });

  test('can be described anew, and custom roles can go', async () => {
    const tenant = await seededTenant();
    await tenant.run(async (tx) => {
      await tx.query(`update roles set description = 'Reads' where role_name = 'analyst'`);
      await tx.query(`insert into roles (role_name, display_name) values ('mine', 'Mine')`);
      expect(await tx.query(`delete from roles where role_name = 'mine' returning id`)).toHaveLength(1);
    });
  });
});

describe('trees', () => {
  const department = async (tenant: TestTenant, code: string, parent?: string) => {
    const rows = await tenant.run((tx) =>
      tx.query<{ id: string }>(
        'insert into departments (department_name, department_code, parent_department_id) values ($1, $1, $2) returning id',
        [code, parent ?? null],
      ),
    );
    return rows[0]?.id ?? '';
  };
  const move = (tenant: TestTenant, id: string, parent: string | null) =>
    tenant.run((tx) => tx.query('update departments set parent_department_id = $2 where id = $1', [id, parent]));
  const paths = async (tenant: TestTenant) =>
    (await tenant.run((tx) => tx.query('select department_path from departments order by 1'))).map((row) => row.department_path);

  test.each(['pooled', 'dedicated'] as const)(
    'of departments know their paths, also after a move or a new code (%s)',
    async (placement) => {
      const tenant = await newTenant({ placement });
      const a = await department(tenant, 'A');
      const b = await department(tenant, 'B', a);
      await department(tenant, 'C', b);
      expect(await paths(tenant)).toEqual(['/A', '/A/B', '/A/B/C']);
      await move(tenant, b, null);
      expect(await paths(tenant)).toEqual(['/A', '/B', '/B/C']);
      await tenant.run((tx) =>
        tx.query(`update departments set department_code = 'X', department_path = '/lie' where id = $1`, [b]),
      );
      expect(await paths(tenant)).toEqual(['/A', '/X', '/X/C']);
    },
  );

  test('never become circles, also when two moves meet', async () => {
    const tenant = await newTenant();
    const a = await department(tenant, 'A');
    const b = await department(tenant, 'B', a);
    await expect(move(tenant, a, b)).rejects.toMatchObject({ code: 'WH422', column: 'parent_department_id' });
    await expect(move(tenant, a, a)).rejects.toMatchObject({ code: 'WH422' });
    await move(tenant, b, null);
    let second: Promise<unknown> = Promise.resolve();
    await tenant.run(async (tx) => {
      await tx.query('update departments set parent_department_id = $2 where id = $1', [a, b]);
      let settled = false;
      second = move(tenant, b, a).finally(() => {
        settled = true;
      });
      second.catch(() => {});
      const waits = () =>
        tx.query('select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))');
      while (!settled && (await waits()).length === 0);
    });
    await expect(second).rejects.toMatchObject({ code: 'WH422' });
  });

  test('of roles never become circles', async () => {
    const tenant = await seededTenant();
    const update = `update roles set parent_role_id = (select id from roles where role_name = 'super_admin') where role_name = 'dispatcher'`;
    await expect(tenant.run((tx) => tx.query(update))).rejects.toMatchObject({ code: 'WH422', column: 'parent_role_id' });
  });
});

function runAs(tenant: TestTenant, userId: string): TestTenant['run'] {
  return (fn, databaseRole) => withTenant(testDatabase(), tenant.scope(databaseRole, { kind: 'user', userId }), fn);
}
