import { createHash } from 'node:crypto';
import type { Agent } from 'node:http';
import type { Clock } from '../clock.ts';
import { unauthenticated, unavailable, type WheelhouseError } from '../errors.ts';
import { ExpiringCache } from './expiring-cache.ts';
import { firebaseApp } from './firebase-app.ts';

/** Who signed in with Firebase. */
export type FirebaseIdentity = {
  uid: string;
  /** In lower case. */
  email: string | undefined;
  emailVerified: boolean;
  /** When the person signed in; the token itself is renewed every hour. */
  signedInAt: Date;
  expiresAt: Date;
};

type Options = {
  projectId: string;
  /** `host:port` of the Auth emulator, whose tokens are unsigned. Without it an unsigned token is refused. */
  emulatorHost: string | undefined;
  clock: Clock;
  /** The way to Google's certificates, where it is not the direct one. */
  httpAgent?: Agent;
};

type Decoded = { header: Record<string, unknown>; payload: Record<string, unknown>; signature: string };

/**
 * Verifies Firebase ID tokens (https://firebase.google.com/docs/auth/admin/verify-id-tokens). Form, algorithm and claims are
 * checked here before anything is fetched, so rubbish costs no network; firebase-admin then checks the signature against Google's
 * certificates. A verified token is remembered until it expires, at most 5 minutes. Tokens of the emulator are unsigned: their
 * claims are all there is to check.
 *
 * @throws 401 for a token that is refused, 503 where Google's certificates cannot be fetched
 */
export function createFirebaseVerifier(options: Options): (token: string) => Promise<FirebaseIdentity> {
  const verified = new ExpiringCache<FirebaseIdentity>({ clock: options.clock, ttlMs: 300_000, maxEntries: 10_000 });
  return (token) =>
    verified.get(
      createHash('sha256').update(token).digest('base64'),
      () => verify(token, options),
      (identity) => identity.expiresAt,
    );
}

async function verify(token: string, options: Options): Promise<FirebaseIdentity> {
  const { header, payload, signature } = decode(token);
  if (options.emulatorHost) {
    if (header.alg !== 'none' || signature !== '') throw refused('A token of the Auth emulator is unsigned (alg none).');
  } else {
    if (header.alg !== 'RS256' || signature === '') throw refused('A Firebase ID token is signed with RS256.');
    if (typeof header.kid !== 'string' || header.kid === '')
      throw refused('The token does not name the key that signed it (kid).');
  }
  const identity = readClaims(payload, options);
  if (!options.emulatorHost) await verifySignature(token, options);
  return identity;
}

function decode(token: string): Decoded {
  const [header, payload, signature, ...more] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    throw refused('It is neither a Firebase ID token nor an API token.');
  }
  return { header: decodePart(header), payload: decodePart(payload), signature };
}

function decodePart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Refused below, like other things that are no JSON object.
  }
  throw refused('It is neither a Firebase ID token nor an API token.');
}

function readClaims(payload: Record<string, unknown>, { projectId, clock }: Options): FirebaseIdentity {
  const { aud, iss, sub, exp, iat, auth_time: authTime, email, email_verified: emailVerified } = payload;
  if (aud !== projectId || iss !== `https://securetoken.google.com/${projectId}`) {
    throw refused(`The token was not issued for this installation (Firebase project ${projectId}).`);
  }
  if (typeof sub !== 'string' || sub === '' || sub.length > 128) throw refused('The token has no subject.');
  const now = clock.now().getTime() / 1000;
  if (typeof exp !== 'number' || exp <= now) throw refused('The token has expired. Get a fresh one and try again.');
  const signedIn = typeof authTime === 'number' ? authTime : iat;
  // Google allows for five minutes between clocks.
  if (typeof signedIn !== 'number' || signedIn > now + 300) throw refused('The token says that it was issued in the future.');
  return {
    uid: sub,
    email: typeof email === 'string' ? email.toLowerCase() : undefined,
    emailVerified: emailVerified === true,
    signedInAt: new Date(signedIn * 1000),
    expiresAt: new Date(Math.min(exp * 1000, 8.64e15)),
  };
}

async function verifySignature(token: string, { projectId, httpAgent }: Options): Promise<void> {
  const { getAuth } = await import('firebase-admin/auth');
  const auth = getAuth(await firebaseApp(projectId, httpAgent));
  await auth.verifyIdToken(token).catch((error: Error & { code?: string }) => {
    if (error.code === 'auth/id-token-expired') throw refused('The token has expired. Get a fresh one and try again.');
    // firebase-admin reports a failed fetch of the certificates with the same code as a bad token.
    if (/invalid signature|"kid" claim/.test(error.message)) throw refused('The token is not signed by Google.');
    throw unavailable('Sign-ins cannot be checked at the moment.', 5, { cause: error });
  });
}

function refused(detail: string): WheelhouseError {
  return unauthenticated(detail, 'invalid_token');
}
