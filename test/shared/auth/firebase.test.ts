import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { Agent } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { createFirebaseVerifier } from '@wheelhouse/shared/auth/firebase.ts';
import { fixedClock, systemClock } from '@wheelhouse/shared/clock.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Claims, claimsOf, encode, projectId, unsignedToken } from './fixtures.ts';

const google = generateKeyPairSync('rsa', { modulusLength: 2048 });
const forger = generateKeyPairSync('rsa', { modulusLength: 2048 });

function signedToken(
  claims: Claims,
  { key = google.privateKey, header = { alg: 'RS256', kid: 'key-1' } as object } = {},
): string {
  const content = `${encode({ typ: 'JWT', ...header })}.${encode(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

// Stands for www.googleapis.com: the agent leads every connection there.
let fetches = 0;
const certificates = createServer((_request, response) => {
  fetches += 1;
  response.setHeader('content-type', 'application/json');
  response.setHeader('cache-control', 'public, max-age=3600');
  response.end(JSON.stringify({ 'key-1': google.publicKey.export({ type: 'spki', format: 'pem' }) }));
});
const agentTo = (port: () => number): Agent => {
  const agent = new Agent();
  agent.createConnection = () => connect(port(), '127.0.0.1');
  return agent;
};
const certificatesAgent = agentTo(() => (certificates.address() as AddressInfo).port);
beforeAll(() => new Promise<void>((resolve) => certificates.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  certificates.closeAllConnections();
  certificates.close();
});

const verifier = (httpAgent = certificatesAgent, clock = systemClock) =>
  createFirebaseVerifier({ projectId, emulatorHost: undefined, clock, httpAgent });
const emulated = (clock = systemClock) => createFirebaseVerifier({ projectId, emulatorHost: '127.0.0.1:9', clock });
const refusal = { status: 401, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } };

describe('in production', () => {
  test('a token signed by Google names its person', async () => {
    const identity = await verifier()(signedToken(claimsOf('uid-1', { email: 'Ada@Example.com', email_verified: true })));
    expect(identity).toMatchObject({ uid: 'uid-1', email: 'ada@example.com', emailVerified: true });
  });

  test('a token that somebody else signed is refused', async () => {
    await expect(verifier()(signedToken(claimsOf('uid-1'), { key: forger.privateKey }))).rejects.toMatchObject(refusal);
  });

  test('a token signed with an unknown key is refused', async () => {
    const token = signedToken(claimsOf('uid-1'), { header: { alg: 'RS256', kid: 'key-2' } });
    await expect(verifier()(token)).rejects.toMatchObject(refusal);
  });

  // The classic confusion of algorithms: the public key taken for a shared secret.
  const content = `${encode({ alg: 'HS256', kid: 'key-1' })}.${encode(claimsOf('uid-1'))}`;
  const publicKey = google.publicKey.export({ type: 'spki', format: 'pem' });
  const confused = `${content}.${createHmac('sha256', publicKey).update(content).digest('base64url')}`;
  test.each([
    ['unsigned', unsignedToken(claimsOf('uid-1'))],
    ['unsigned, with a key id', `${encode({ alg: 'none', kid: 'key-1' })}.${encode(claimsOf('uid-1'))}.`],
    ['without signature', signedToken(claimsOf('uid-1')).replace(/[^.]+$/, '')],
    ['signed with the public key as a secret', confused],
    ['without a key id', signedToken(claimsOf('uid-1'), { header: { alg: 'RS256' } })],
    ['of another project', signedToken(claimsOf('uid-1', { aud: 'other', iss: 'https://securetoken.google.com/other' }))],
    ['of another issuer', signedToken(claimsOf('uid-1', { iss: `https://session.firebase.google.com/${projectId}` }))],
    ['expired', signedToken(claimsOf('uid-1', { exp: Math.floor(Date.now() / 1000) - 1 }))],
    ['without expiry', signedToken(claimsOf('uid-1', { exp: undefined }))],
    ['from the future', signedToken(claimsOf('uid-1', { auth_time: Math.floor(Date.now() / 1000) + 3600 }))],
    ['without subject', signedToken(claimsOf(''))],
    ['no token', 'hello'],
    ['no JSON', 'a.b.c'],
    ['no objects', `${encode([])}.${encode([])}.x`],
  ])('a token %s is refused before anything is fetched', async (_what, token) => {
    const before = fetches;
    await expect(verifier()(token)).rejects.toMatchObject(refusal);
    expect(fetches).toBe(before);
  });

  test('certificates that cannot be fetched are no fault of the caller: 503', async () => {
    const nowhere = agentTo(() => 9);
    await expect(verifier(nowhere)(signedToken(claimsOf('uid-1')))).rejects.toMatchObject({ status: 503, code: 'unavailable' });
  });

  test('a verified token is taken from memory, but never longer than it is valid', async () => {
    const clock = fixedClock(new Date());
    const verify = verifier(certificatesAgent, clock);
    const token = signedToken(claimsOf('uid-1', { exp: Math.floor(Date.now() / 1000) + 60 }));
    expect(await verify(token)).toBe(await verify(token));
    clock.advance(61_000);
    await expect(verify(token)).rejects.toMatchObject(refusal);
  });
});

describe('with the Auth emulator', () => {
  test('an unsigned token is taken at its word', async () => {
    expect(await emulated()(unsignedToken(claimsOf('uid-2', { email: 'a@b.c' })))).toMatchObject({
      uid: 'uid-2',
      emailVerified: false,
    });
  });

  test.each([
    ['signed', signedToken(claimsOf('uid-1'))],
    ['of another project', unsignedToken(claimsOf('uid-1', { aud: 'other' }))],
    ['expired', unsignedToken(claimsOf('uid-1', { exp: 1 }))],
  ])('a token %s is refused', async (_what, token) => {
    await expect(emulated()(token)).rejects.toMatchObject(refusal);
  });
});
