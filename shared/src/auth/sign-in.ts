import type { Database } from '../db/database.ts';
import { withTenant } from '../db/scope.ts';

type SignIn = { tenantId: string; userId: string; signedInAt: Date; emailVerified: boolean };

/** Notes a sign-in on its user and in the audit trail; one with a verified e-mail address activates a user who was waiting for it. */
export async function recordSignIn(database: Database, { tenantId, userId, signedInAt, emailVerified }: SignIn): Promise<void> {
  const scope = {
    tenantId,
    actor: { kind: 'user', userId },
    databaseRole: 'authenticated_user',
    request: { operation: 'sign in' },
  } as const;
  await withTenant(database, scope, async (tx) => {
    const changed = await tx.query(
      `update users set
         last_login_at = $2,
         failed_login_attempts = 0,
         email_verified = email_verified or $3,
         email_verified_at = case when $3 then coalesce(email_verified_at, $2) else email_verified_at end,
         account_status = case when $3 and account_status = 'pending_verification' then 'active' else account_status end
       where id = $1 and (last_login_at is null or last_login_at < $2 or (account_status = 'pending_verification' and $3))
       returning id`,
      [userId, signedInAt, emailVerified],
    );
    if (changed.length > 0) await tx.query(`select platform.record_act('login', 'users', $1, '{}')`, [userId]);
  });
}
