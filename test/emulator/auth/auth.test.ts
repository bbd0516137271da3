import { createDemoUser, type RunningAuth, signIn, startAuth } from '@wheelhouse/emulator/auth/index.ts';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { afterAll, beforeAll, expect, test } from 'vitest';

const projectId = 'demo-wheelhouse';
const password = 'correct horse battery';
let auth: RunningAuth;

/** An Admin SDK that sees the emulator variable, or does not. It reads the variable when its client is made. */
function adminAuth({ emulated }: { emulated: boolean }) {
  const name = crypto.randomUUID();
  const before = process.env.FIREBASE_AUTH_EMULATOR_HOST;
  if (emulated) process.env.FIREBASE_AUTH_EMULATOR_HOST = auth.host;
  else delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
  const app = initializeApp({ projectId }, name);
  return {
    admin: getAuth(app),
    async [Symbol.asyncDispose]() {
      await deleteApp(app);
      if (before === undefined) delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
      else process.env.FIREBASE_AUTH_EMULATOR_HOST = before;
    },
  };
}

const anEmail = () => `${crypto.randomUUID()}@example.com`;
const demoUser = (email: string, claims?: Record<string, unknown>) =>
  createDemoUser({
    host: auth.host,
    projectId,
    email,
    password,
    displayName: 'Ada',
    emailVerified: true,
    ...(claims && { claims }),
  });
const decode = (idToken: string) => JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString());

function post(path: string, body: object) {
  return fetch(`http://${auth.host}${path}?key=demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:5173' },
    body: JSON.stringify(body),
  });
}

beforeAll(async () => {
  auth = await startAuth({ projectId });
});
afterAll(() => auth.stop());

test('a person signs up and in again over plain HTTP', async () => {
  const email = anEmail();
  const signedUp = await post('/identitytoolkit.googleapis.com/v1/accounts:signUp', { email, password, returnSecureToken: true });
  expect(signedUp.status).toBe(200);
  const { localId } = (await signedUp.json()) as { localId: string };
  const signedIn = await signIn({ host: auth.host, email, password, apiKey: 'demo' });
  expect(signedIn).toMatchObject({ localId, expiresInSeconds: 3600 });
  expect(decode(signedIn.idToken)).toMatchObject({ sub: localId, aud: projectId, email });
});

test('a wrong password and an unknown address are refused', async () => {
  const email = anEmail();
  await demoUser(email);
  await expect(signIn({ host: auth.host, email, password: 'wrong', apiKey: 'demo' })).rejects.toThrow('INVALID_PASSWORD');
  await expect(signIn({ host: auth.host, email: anEmail(), password, apiKey: 'demo' })).rejects.toThrow('EMAIL_NOT_FOUND');
  await expect(demoUser(email)).rejects.toMatchObject({ code: 'EMAIL_EXISTS' });
});

test('a refresh token buys a new ID token of the same user', async () => {
  const email = anEmail();
  await demoUser(email);
  const { refreshToken, localId } = await signIn({ host: auth.host, email, password, apiKey: 'demo' });
  const response = await fetch(`http://${auth.host}/securetoken.googleapis.com/v1/token?key=demo`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  });
  const answer = (await response.json()) as { id_token: string; user_id: string };
  expect(answer.user_id).toBe(localId);
  expect(decode(answer.id_token)).toMatchObject({ sub: localId, email });
});

test('custom claims of a demo user are in the ID token', async () => {
  const email = anEmail();
  await demoUser(email, { tenant_id: '0192-a', role: 'dispatcher' });
  const { idToken } = await signIn({ host: auth.host, email, password, apiKey: 'demo' });
  expect(decode(idToken)).toMatchObject({ tenant_id: '0192-a', role: 'dispatcher', email_verified: true, name: 'Ada' });
});

test('a browser of any origin may call sign-in and refresh', async () => {
  for (const path of ['/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword', '/securetoken.googleapis.com/v1/token']) {
    const preflight = await fetch(`http://${auth.host}${path}?key=demo`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-client-version,x-firebase-gmpid',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-client-version');
  }
});

test('the Admin SDK creates, finds, changes, lists and deletes users', async () => {
  await using sdk = adminAuth({ emulated: true });
  const email = anEmail();
  const { uid } = await sdk.admin.createUser({ email, password, displayName: 'Grace' });
  await sdk.admin.setCustomUserClaims(uid, { role: 'mechanic' });
  await sdk.admin.updateUser(uid, { displayName: 'Grace H.' });
  expect(await sdk.admin.getUserByEmail(email)).toMatchObject({
    uid,
    displayName: 'Grace H.',
    customClaims: { role: 'mechanic' },
  });
  expect((await sdk.admin.listUsers(1000)).users.map((user) => user.uid)).toContain(uid);
  await sdk.admin.updateUser(uid, { disabled: true });
  await expect(signIn({ host: auth.host, email, password, apiKey: 'demo' })).rejects.toThrow('USER_DISABLED');
  await sdk.admin.deleteUser(uid);
  await expect(sdk.admin.getUser(uid)).rejects.toMatchObject({ code: 'auth/user-not-found' });
});

test('a custom token minted by the Admin SDK signs in with its claims', async () => {
  await using sdk = adminAuth({ emulated: true });
  const token = await sdk.admin.createCustomToken('driver-7', { tenant_id: '0192-b' });
  const response = await post('/identitytoolkit.googleapis.com/v1/accounts:signInWithCustomToken', {
    token,
    returnSecureToken: true,
  });
  const { idToken } = (await response.json()) as { idToken: string };
  expect(await sdk.admin.verifyIdToken(idToken)).toMatchObject({ uid: 'driver-7', tenant_id: '0192-b' });
});

test('its unsigned tokens are accepted only where the emulator variable is set', async () => {
  const email = anEmail();
  await demoUser(email);
  const { idToken, localId } = await signIn({ host: auth.host, email, password, apiKey: 'demo' });
  {
    await using sdk = adminAuth({ emulated: true });
    expect(await sdk.admin.verifyIdToken(idToken)).toMatchObject({ uid: localId });
  }
  await using sdk = adminAuth({ emulated: false });
  await expect(sdk.admin.verifyIdToken(idToken)).rejects.toMatchObject({ code: 'auth/argument-error' });
});

test('a taken port is an error that says so', async () => {
  const port = Number(auth.host.split(':')[1]);
  await expect(startAuth({ projectId, port })).rejects.toThrow(/did not start.*EADDRINUSE/);
});
