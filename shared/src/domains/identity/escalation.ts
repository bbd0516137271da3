import { includesDatabaseRole } from '../../auth/database-role.ts';
import { covers } from '../../auth/permissions.ts';
import { userRights } from '../../auth/users.ts';
import type { DatabaseRole } from '../../db/roles.ts';
import type { Tx } from '../../db/scope.ts';
import { accessDenied, forbidden, notFound } from '../../errors.ts';
import type { Principal } from '../../resource/principal.ts';

/** Nobody passes on what they do not hold. @throws 403 that names the first permission that the principal lacks */
export function requireCovers(principal: Principal, permissions: readonly string[]): void {
  const lacking = permissions.find((permission) => !covers(principal, permission));
  if (lacking !== undefined) throw forbidden(lacking, `This involves the permission ${lacking}, which you do not hold yourself.`);
}

/** The same for what the database lets a role touch. */
export function requireDatabaseRole(principal: Principal, databaseRole: DatabaseRole): void {
  if (includesDatabaseRole(principal.databaseRole, databaseRole)) return;
  throw accessDenied(
    `This involves the database role ${databaseRole}, which yours (${principal.databaseRole}) does not include.`,
  );
}

/**
 * Only who holds everything that a user holds may change that user's rights, address or status.
 *
 * @throws 404 no such user, 403 the user holds more
 */
export async function requireOutranks(tx: Tx, principal: Principal, userId: string, now: Date): Promise<void> {
  const user = await userRights(tx, userId, now);
  if (!user) throw notFound('User', userId);
  if (actingUserId(principal) === userId) return;
  requireCovers(principal, user.permissions);
  requireDatabaseRole(principal, user.databaseRole);
}

/** The user who acts, also through an API token. */
export function actingUserId({ actor }: Principal): string | undefined {
  return actor.kind === 'user' || actor.kind === 'token' ? actor.userId : undefined;
}
