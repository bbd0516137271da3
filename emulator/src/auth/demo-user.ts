import { postToAuth } from './request.ts';

export interface DemoUser {
  host: string;
  projectId: string;
  email: string;
  password: string;
  displayName: string;
  emailVerified: true;
  /** Id of the account; a random one when absent. The emulator forgets its accounts at each start, the database does not. */
  localId?: string;
  /** Custom claims: they appear at the top level of the user's ID tokens. */
  claims?: Record<string, unknown>;
}

/**
 * Creates a user with a password and a verified address, as an administrator does.
 *
 * @throws AuthRequestError with code EMAIL_EXISTS, INVALID_EMAIL or WEAK_PASSWORD
 */
export async function createDemoUser(user: DemoUser): Promise<{ localId: string }> {
  const { host, projectId, email, password, displayName, emailVerified, localId: id, claims } = user;
  const accounts = `/identitytoolkit.googleapis.com/v1/projects/${encodeURIComponent(projectId)}/accounts`;
  // `Bearer owner` is how the emulator knows an administrator.
  const admin = { authorization: 'Bearer owner' };
  const { localId } = await postToAuth<{ localId: string }>(
    host,
    accounts,
    { email, password, displayName, emailVerified, ...(id ? { localId: id } : {}) },
    admin,
  );
  if (claims) await postToAuth(host, `${accounts}:update`, { localId, customAttributes: JSON.stringify(claims) }, admin);
  return { localId };
}
