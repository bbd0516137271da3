import { z } from 'zod';
import { resource } from '../../resource/resource.ts';
import {
  apiTokens,
  departments,
  permissions,
  roles,
  teamMembers,
  teams,
  userPermissions,
  userRoles,
  users,
} from './tables/index.ts';

export const userResource = resource({
  path: 'users',
  singular: 'user',
  table: users,
  summary: 'People who can sign in',
  permissions: { read: 'user.read', write: 'user.write', delete: 'user.delete' },
  narrowed: { 'user.read_own': 'id = platform.current_user_id()' },
  hidden: ['passwordHash', 'twoFactorSecret'],
  // What gives rights or lets in is changed by verbs, which see to it that nobody passes on what they do not hold.
  verbOwned: [
    'passwordHash',
    'twoFactorSecret',
    'roleId',
    'accountStatus',
    'emailVerified',
    'emailVerifiedAt',
    'lastLoginAt',
    'passwordChangedAt',
    'failedLoginAttempts',
    'lockedUntil',
    'twoFactorEnabled',
    'createdBy',
    'updatedBy',
  ],
  filled: ['roleId'],
  search: ['email', 'username', 'firstName', 'lastName', 'employeeId'],
  fields: { email: z.email().max(255) },
  includes: {
    role: { one: 'roles', via: 'roleId' },
    department: { one: 'departments', via: 'departmentId' },
    manager: { one: 'users', via: 'managerId' },
    roles: { many: 'user-roles', by: 'userId' },
  },
});

export const roleResource = resource({
  path: 'roles',
  singular: 'role',
  table: roles,
  summary: 'Sets of permissions; a new one is empty until :define says what it allows',
  permissions: { read: 'role.read', write: 'role.write', delete: 'role.delete' },
  verbOwned: ['permissions', 'parentRoleId', 'databaseRole', 'roleLevel', 'roleType', 'isSystemRole', 'isActive', 'isDefault'],
  search: ['roleName', 'displayName'],
  includes: { parent: { one: 'roles', via: 'parentRoleId' } },
  fields: { roleName: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, 'Must be a lower-case name such as night_dispatcher.') },
});

export const departmentResource = resource({
  path: 'departments',
  singular: 'department',
  table: departments,
  summary: 'Parts of the organisation, as a tree',
  permissions: { read: 'department.read', write: 'department.write', delete: 'department.delete' },
  verbOwned: ['departmentPath'],
  search: ['departmentName', 'departmentCode'],
  fields: {
    departmentCode: z.string().regex(/^[A-Za-z0-9_-]{1,10}$/, 'Must be 1 to 10 letters, digits, hyphens or underscores.'),
  },
  includes: {
    parent: { one: 'departments', via: 'parentDepartmentId' },
    manager: { one: 'users', via: 'managerId' },
    users: { many: 'users', by: 'departmentId' },
  },
});

export const teamResource = resource({
  path: 'teams',
  singular: 'team',
  table: teams,
  summary: 'Users who work together',
  permissions: { read: 'team.read', write: 'team.write', delete: 'team.delete' },
  search: ['name'],
  includes: { lead: { one: 'users', via: 'teamLeadId' }, members: { many: 'team-members', by: 'teamId' } },
});

export const teamMemberResource = resource({
  path: 'team-members',
  singular: 'teamMember',
  table: teamMembers,
  summary: 'Who belongs to which team',
  permissions: { read: 'team.read', write: 'team.write' },
  includes: { team: { one: 'teams', via: 'teamId' }, user: { one: 'users', via: 'userId' } },
});

export const userRoleResource = resource({
  path: 'user-roles',
  singular: 'userRole',
  table: userRoles,
  summary: 'Roles held besides the primary one; users/{id}:assignRole and :removeRole change them',
  operations: ['list', 'get'],
  permissions: { read: 'user.read', write: 'user.write' },
  narrowed: { 'user.read_own': 'user_id = platform.current_user_id()' },
  includes: { user: { one: 'users', via: 'userId' }, role: { one: 'roles', via: 'roleId' } },
});

export const userPermissionResource = resource({
  path: 'user-permissions',
  singular: 'userPermission',
  table: userPermissions,
  summary: 'Single permissions granted or withheld; users/{id}:setPermission and :clearPermission change them',
  operations: ['list', 'get'],
  permissions: { read: 'user.read', write: 'user.write' },
  narrowed: { 'user.read_own': 'user_id = platform.current_user_id()' },
  includes: { user: { one: 'users', via: 'userId' }, permission: { one: 'permissions', via: 'permissionId' } },
});

export const permissionResource = resource({
  path: 'permissions',
  singular: 'permission',
  table: permissions,
  summary: 'The catalogue of permissions that can be granted',
  operations: ['list', 'get'],
  permissions: { read: 'permission.read', write: 'permission.write' },
  search: ['permissionKey', 'permissionName'],
});

export const apiTokenResource = resource({
  path: 'api-tokens',
  singular: 'apiToken',
  table: apiTokens,
  summary: 'Keys for programs; :create makes one, :revoke ends one',
  operations: ['list', 'get'],
  permissions: { read: 'api_token.read', write: 'api_token.write' },
  narrowed: { 'api_token.read_own': 'user_id = platform.current_user_id()' },
  hidden: ['tokenHash'],
  search: ['tokenName', 'tokenPrefix'],
  includes: { user: { one: 'users', via: 'userId' } },
});
