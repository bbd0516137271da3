import { boolean, integer, oneOf, reference, text, timestamptz, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

/** `pending_verification`: invited or created, and not yet signed in with a verified e-mail address. */
export const accountStatuses = ['active', 'inactive', 'suspended', 'pending_verification'] as const;

export const users = tenantTable('users', {
  comment: 'People of the organisation who can sign in, or once could.',
  audit: 'changes',
  masked: ['passwordHash', 'twoFactorSecret'],
  columns: {
    email: varchar('email', { length: 255 }).notNull(),
    username: varchar('username', { length: 100 }).notNull(),
    passwordHash: varchar('password_hash', { length: 255 }),
    firstName: varchar('first_name', { length: 100 }).notNull(),
    lastName: varchar('last_name', { length: 100 }).notNull(),
    phone: varchar('phone', { length: 20 }),
    avatarUrl: text('avatar_url'),
    employeeId: varchar('employee_id', { length: 50 }),
    roleId: reference('role_id').notNull(),
    departmentId: reference('department_id'),
    managerId: reference('manager_id'),
    accountStatus: oneOf('account_status', accountStatuses).notNull().default('active'),
    emailVerified: boolean('email_verified').notNull().default(false),
    emailVerifiedAt: timestamptz('email_verified_at'),
    lastLoginAt: timestamptz('last_login_at'),
    passwordChangedAt: timestamptz('password_changed_at'),
    failedLoginAttempts: integer('failed_login_attempts').notNull().default(0),
    lockedUntil: timestamptz('locked_until'),
    twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
    twoFactorSecret: varchar('two_factor_secret', { length: 255 }),
    createdBy: reference('created_by'),
    updatedBy: reference('updated_by'),
  },
  describe: {
    email: 'In lower case. Whoever proves to hold it signs in as this user.',
    passwordHash: 'Argon2 hash; null where Firebase holds the password.',
    roleId: 'Primary role; further ones are in user_roles. The default role of the organisation unless set.',
    managerId: 'User to whom this one reports.',
    lastLoginAt: 'Last sign-in with Firebase (UTC).',
    lockedUntil: 'Sign-in is refused until then.',
    createdBy: 'User who created the row, null for the system.',
    updatedBy: 'User who last changed the row, null for the system.',
  },
  references: {
    roleId: 'roles',
    departmentId: 'departments',
    managerId: 'users',
    createdBy: 'users',
    updatedBy: 'users',
  },
  unique: ['email', 'username', 'employeeId'],
  indexes: [['roleId'], ['departmentId'], ['managerId'], ['accountStatus'], ['-lastLoginAt']],
  checks: { email_form: sql`email ~ '^[^@\\s]+@[^@\\s]+$'`, email_lower_case: sql`email = lower(email)` },
});
