import { postToAuth } from './request.ts';

/** The tokens of a signed-in user. */
export interface SignedIn {
  idToken: string;
  refreshToken: string;
  /** The Firebase uid. */
  localId: string;
  expiresInSeconds: number;
}

/**
 * Signs a user in with a password, as a browser or a phone does.
 *
 * @param apiKey the web API key; the emulator takes any
 * @throws AuthRequestError with code EMAIL_NOT_FOUND, INVALID_PASSWORD or USER_DISABLED
 * @see https://cloud.google.com/identity-platform/docs/use-rest-api#section-sign-in-email-password
 */
export async function signIn(input: { host: string; email: string; password: string; apiKey: string }): Promise<SignedIn> {
  const { host, email, password, apiKey } = input;
  const path = `/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=${encodeURIComponent(apiKey)}`;
  const answer = await postToAuth<{ idToken: string; refreshToken: string; localId: string; expiresIn: string }>(host, path, {
    email,
    password,
    returnSecureToken: true,
  });
  const { idToken, refreshToken, localId, expiresIn } = answer;
  return { idToken, refreshToken, localId, expiresInSeconds: Number(expiresIn) };
}
