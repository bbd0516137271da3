import { z } from 'zod';
import { ensureFirebaseAccount } from '../../../auth/firebase-accounts.ts';
import { verb } from '../../../resource/verb.ts';
import { requireCovers, requireDatabaseRole } from '../escalation.ts';
import { roleRights } from '../role-rights.ts';

/** `POST /v1/users:invite` */
export const inviteUser = verb({
  name: 'invite',
  on: 'users',
  target: 'collection',
  permission: 'user.write',
  summary: 'Create a user who can sign in',
  description:
    'Makes sure that there is a Firebase account for the address. The person sets a password with the sign-in page’s "forgot password", ' +
    'which also verifies the address; no link is given to anyone else, as it would open every organisation of that person.',
  status: 201,
  input: z.strictObject({
    email: z.email().max(255).toLowerCase(),
    firstName: z.string().min(1).max(100),
    lastName: z.string().min(1).max(100),
    username: z.string().min(1).max(100).optional().describe('The e-mail address unless given.'),
    phone: z.string().max(20).optional(),
    employeeId: z.string().max(50).optional(),
    roleId: z.uuid().optional().describe('The default role unless given.'),
    departmentId: z.uuid().optional(),
  }),
  output: z.object({ id: z.uuid(), email: z.string(), accountStatus: z.literal('pending_verification') }),
  prepare: ({ input, services }) =>
    ensureFirebaseAccount(services.config, { email: input.email, displayName: `${input.firstName} ${input.lastName}` }),
  run: async ({ tx, input, principal }) => {
    if (input.roleId) {
      const role = await roleRights(tx, input.roleId);
      requireCovers(principal, role.permissions);
      requireDatabaseRole(principal, role.databaseRole);
    }
    const [user] = await tx.query<{ id: string }>(
      `insert into users (email, username, first_name, last_name, phone, employee_id, role_id, department_id, account_status)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'pending_verification') returning id`,
      [
        input.email,
        input.username ?? input.email.slice(0, 100),
        input.firstName,
        input.lastName,
        input.phone ?? null,
        input.employeeId ?? null,
        input.roleId ?? null,
        input.departmentId ?? null,
      ],
    );
    const id = user?.id ?? '';
    tx.emit({ type: 'user.invited', subjectType: 'user', subjectId: id, data: { id, email: input.email } });
    return { id, email: input.email, accountStatus: 'pending_verification' as const };
  },
});
