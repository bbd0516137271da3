import { effectivePermissions, type GrantFacts, type RoleFacts } from '@wheelhouse/shared/auth/effective-permissions.ts';
import {
  covers,
  type Holder,
  isAllowed,
  permissionGroups,
  permissionSchema,
  restrict,
} from '@wheelhouse/shared/auth/permissions.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const holder = (permissions: string[], denied: string[] = [], tenantId = 'tenant'): Holder => ({ tenantId, permissions, denied });
const allows = (permissions: string[], permission: string) => isAllowed(holder(permissions), permission);

const resources = ['vehicle', 'driver', 'fleet', 'user', 'role', 'document', 'delivery'];
const actions = ['read', 'write', 'delete', 'read_own', 'read_assigned'];
const plain = fc.tuple(fc.constantFrom(...resources), fc.constantFrom(...actions)).map((pair) => pair.join('.'));
const pattern = fc.oneof(
  plain,
  fc.constantFrom(...resources).map((resource) => `${resource}.*`),
  fc.constantFrom(...actions).map((action) => `*.${action}`),
  fc.constant('*'),
);
const patterns = fc.array(pattern, { maxLength: 5 });

describe('isAllowed', () => {
  test('a permission allows itself and nothing else', () => {
    expect(allows(['vehicle.read'], 'vehicle.read')).toBe(true);
    expect(allows(['vehicle.read'], 'vehicle.write')).toBe(false);
    expect(allows(['vehicle.read'], 'driver.read')).toBe(false);
    expect(allows([], 'vehicle.read')).toBe(false);
  });

  test('wildcards stand for a resource, an action, or everything', () => {
    expect(allows(['vehicle.*'], 'vehicle.write')).toBe(true);
    expect(allows(['vehicle.*'], 'driver.write')).toBe(false);
    expect(allows(['*.read'], 'driver.read')).toBe(true);
    expect(allows(['*.read'], 'driver.write')).toBe(false);
    expect(allows(['*'], 'anything.at_all')).toBe(true);
  });

  test.each(Object.entries(permissionGroups).filter(([group]) => group !== 'platform'))(
    'group %s covers %s',
    (group, members) => {
      for (const member of members) {
        expect(allows([`${group}.read`], `${member}.read`)).toBe(true);
        expect(allows([`${group}.read`], `${member}.write`)).toBe(false);
        expect(allows([`${group}.*`], `${member}.write`)).toBe(true);
      }
    },
  );

  test('who may read all rows may read some, and not the other way round', () => {
    expect(allows(['fleet.read'], 'vehicle.read_assigned')).toBe(true);
    expect(allows(['vehicle.read_assigned'], 'vehicle.read')).toBe(false);
  });

  test('a group held through its member is not the group', () => {
    expect(allows(['vehicle.read'], 'fleet.read')).toBe(false);
  });

  test('inside a tenant nothing gives a permission of the control plane', () => {
    for (const permission of ['platform.write', 'tenant.read', 'domain.write']) {
      expect(isAllowed(holder(['*', 'platform.*', 'tenant.read']), permission)).toBe(false);
      expect(isAllowed(holder(['platform.*'], [], ''), permission)).toBe(true);
    }
    expect(isAllowed(holder(['platform.*'], [], ''), 'vehicle.read')).toBe(false);
  });

  test('a denial beats every grant', () => {
    fc.assert(
      fc.property(patterns, pattern, plain, (granted, denial, permission) => {
        const denies = isAllowed(holder([denial]), permission);
        expect(isAllowed(holder(granted, [denial]), permission)).toBe(isAllowed(holder(granted), permission) && !denies);
      }),
    );
  });

  test('more permissions never allow less', () => {
    fc.assert(
      fc.property(patterns, patterns, plain, (some, more, permission) => {
        if (allows(some, permission)) expect(allows([...some, ...more], permission)).toBe(true);
      }),
    );
  });

  test('malformed permissions in a row give nothing', () => {
    for (const malformed of ['', '.', 'vehicle', 'vehicle.', '.read', '**', 'vehicle.read.all', 'vehicle.re*']) {
      expect(allows([malformed], 'vehicle.read')).toBe(false);
      expect(permissionSchema.safeParse(malformed).success).toBe(false);
    }
  });
});

describe('restrict', () => {
  test('allows what both lists allow, and nothing else', () => {
    fc.assert(
      fc.property(patterns, patterns, plain, (mine, theirs, permission) => {
        expect(allows(restrict(mine, theirs), permission)).toBe(allows(mine, permission) && allows(theirs, permission));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('covers', () => {
  test('whoever covers a permission holds everything that it would give', () => {
    fc.assert(
      fc.property(patterns, patterns, pattern, plain, (granted, denied, passedOn, permission) => {
        const principal = holder(granted, denied);
        if (covers(principal, passedOn) && allows([passedOn], permission)) expect(isAllowed(principal, permission)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('everybody covers what they were given, as long as nothing is withheld', () => {
    fc.assert(
      fc.property(patterns, (granted) => {
        for (const permission of granted) expect(covers(holder(granted), permission)).toBe(true);
      }),
    );
  });

  test('one denial is enough not to cover a wildcard', () => {
    expect(covers(holder(['*'], ['vehicle.delete']), '*')).toBe(false);
    expect(covers(holder(['*'], ['vehicle.delete']), 'fleet.*')).toBe(false);
    expect(covers(holder(['*'], ['vehicle.delete']), 'fleet.read')).toBe(true);
  });

  test('nobody in a tenant covers the control plane', () => {
    expect(covers(holder(['*']), 'platform.*')).toBe(false);
    expect(covers(holder(['*']), 'tenant.read')).toBe(false);
  });
});

describe('effectivePermissions', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const past = '2026-03-01T11:59:59Z';
  const future = '2026-03-01T12:00:01Z';
  const role = (id: string, permissions: string[], more: Partial<RoleFacts> = {}): RoleFacts => ({
    id,
    parentRoleId: null,
    permissions,
    databaseRole: 'authenticated_user',
    roleLevel: 0,
    isActive: true,
    ...more,
  });
  const facts = (more: Partial<GrantFacts>): GrantFacts => ({
    primaryRoleId: 'a',
    assignments: [],
    roles: [],
    userPermissions: [],
    ...more,
  });

  test('a role has the permissions of its parents', () => {
    const roles = [
      role('a', ['a.read'], { parentRoleId: 'b' }),
      role('b', ['b.read'], { parentRoleId: 'c' }),
      role('c', ['c.read']),
    ];
    expect(effectivePermissions(facts({ roles }), now)).toMatchObject({
      permissions: ['a.read', 'b.read', 'c.read'],
      roleIds: ['a'],
    });
  });

  test('an inactive role gives nothing and passes nothing on', () => {
    const roles = [
      role('a', ['a.read'], { parentRoleId: 'b' }),
      role('b', ['b.read'], { parentRoleId: 'c', isActive: false }),
      role('c', ['c.read']),
    ];
    expect(effectivePermissions(facts({ roles }), now).permissions).toEqual(['a.read']);
    expect(effectivePermissions(facts({ roles, primaryRoleId: 'b' }), now)).toMatchObject({ permissions: [], roleIds: [] });
  });

  test('expired and inactive assignments count for nothing', () => {
    const roles = [role('a', ['a.read']), role('b', ['b.read']), role('c', ['c.read']), role('d', ['d.read'])];
    const assignments = [
      { roleId: 'b', isActive: true, expiresAt: past },
      { roleId: 'c', isActive: false, expiresAt: null },
      { roleId: 'd', isActive: true, expiresAt: future },
    ];
    expect(effectivePermissions(facts({ roles, assignments }), now).permissions).toEqual(['a.read', 'd.read']);
  });

  test('grants and denials of the user count until they expire', () => {
    const userPermissions = [
      { permissionKey: 'x.read', permissionType: 'grant', expiresAt: future },
      { permissionKey: 'x.write', permissionType: 'grant', expiresAt: past },
      { permissionKey: 'y.read', permissionType: 'deny', expiresAt: null },
      { permissionKey: 'y.write', permissionType: 'deny', expiresAt: past },
    ] as const;
    expect(effectivePermissions(facts({ userPermissions }), now)).toMatchObject({ permissions: ['x.read'], denied: ['y.read'] });
  });

  test('the role with the highest level decides the database role', () => {
    const roles = [
      role('a', [], { roleLevel: 10, databaseRole: 'customer_user' }),
      role('b', [], { roleLevel: 80, databaseRole: 'fleet_admin' }),
    ];
    const assignments = [{ roleId: 'b', isActive: true, expiresAt: null }];
    expect(effectivePermissions(facts({ roles, assignments }), now).databaseRole).toBe('fleet_admin');
  });

  test('any graph of parents, cycles included, gives exactly the permissions of what can be reached', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const parents = fc.array(fc.option(fc.constantFrom(...ids)), { minLength: ids.length, maxLength: ids.length });
    fc.assert(
      fc.property(parents, (parentOf) => {
        const roles = ids.map((id, index) => role(id, [`${id}.read`], { parentRoleId: parentOf[index] ?? null }));
        const reachable = new Set(['a']);
        for (let step = 0; step < ids.length; step += 1) {
          for (const id of reachable) {
            const parent = parentOf[ids.indexOf(id)];
            if (parent) reachable.add(parent);
          }
        }
        const expected = [...reachable].map((id) => `${id}.read`).sort();
        expect(effectivePermissions(facts({ roles }), now).permissions.sort()).toEqual(expected);
      }),
    );
  });
});
