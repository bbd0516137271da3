import { randomBytes } from 'node:crypto';
import { withDatabase } from '../connection.ts';
import { prepareDatabase } from './prepare-database.ts';

/** Connection strings of the two logins of a Wheelhouse database. */
export type DatabaseUrls = { ownerUrl: string; appUrl: string };

/**
 * Prepares a database whose roles log in themselves, with passwords. Safe to repeat. The passwords are set anew each time, so callers
 * that share a server pass the same ones.
 */
export async function bootstrapDatabase(
  adminUrl: string,
  database: string,
  passwords: { owner: string; app: string } = { owner: randomPassword(), app: randomPassword() },
): Promise<DatabaseUrls> {
  await prepareDatabase(adminUrl, database, { passwords });
  return databaseUrls(adminUrl, database, passwords);
}

/** Connection strings of the logins for a database of this server. */
export function databaseUrls(adminUrl: string, database: string, passwords: { owner: string; app: string }): DatabaseUrls {
  const loginUrl = (user: string, password: string) => {
    const url = new URL(withDatabase(adminUrl, database));
    url.username = user;
    url.password = password;
    return url.href;
  };
  return {
    ownerUrl: loginUrl('wheelhouse_owner', passwords.owner),
    appUrl: loginUrl('wheelhouse_app', passwords.app),
  };
}

export function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}
