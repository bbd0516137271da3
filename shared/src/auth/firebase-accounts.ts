import type { Config } from '../config.ts';
import { unavailable } from '../errors.ts';
import { firebaseApp } from './firebase-app.ts';

/**
 * Makes sure that somebody with this address can sign in. An account that exists is left as it is: it may serve other
 * organisations too. Without a Firebase project there is nothing to do.
 *
 * @throws 503 where Firebase does not answer
 */
export async function ensureFirebaseAccount(
  config: Pick<Config, 'googleCloudProject'>,
  person: { email: string; displayName: string },
): Promise<void> {
  if (!config.googleCloudProject) return;
  const { getAuth } = await import('firebase-admin/auth');
  const auth = getAuth(await firebaseApp(config.googleCloudProject));
  await auth.createUser(person).catch((error: Error & { code?: string }) => {
    if (error.code === 'auth/email-already-exists') return;
    throw unavailable('The sign-in account cannot be created at the moment. Nothing was changed.', 5, { cause: error });
  });
}
