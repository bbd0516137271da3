import { deleteApp as deleteBrowserApp, initializeApp as initializeBrowserApp } from '@firebase/app';
import { connectAuthEmulator, initializeAuth, inMemoryPersistence, signInWithEmailAndPassword } from '@firebase/auth';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../harness/index.ts';
import { newDepot, newOrganisation, newVehicle, type Organisation, startTestCloud, type TestCloud } from './local-cloud.ts';

const page = 'http://localhost:5173';
let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud({ environment: { CORS_ORIGINS: page } });
});
afterAll(() => cloud?.end());

const send = (path: string, token: string, init: RequestInit = {}) =>
  fetch(`${cloud.url}${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } });

describe('sign-in', () => {
  test('a browser signs in with the Firebase SDK and its ID token opens the API', async () => {
    const { administrator, tenantId } = await newOrganisation(cloud, testDatabase());
    const app = initializeBrowserApp({ apiKey: 'any', projectId: cloud.projectId }, crypto.randomUUID());
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    connectAuthEmulator(auth, `http://${cloud.authHost}`, { disableWarnings: true });
    const { user } = await signInWithEmailAndPassword(auth, administrator.email, administrator.password);
    const me = await send('/v1/users:me', await user.getIdToken());
    await deleteBrowserApp(app);
    expect(me.status).toBe(200);
    expect(await me.json()).toMatchObject({ email: administrator.email, tenant: { id: tenantId } });
  });

  test('a custom token of the Admin SDK becomes an ID token that opens the API', async () => {
    const { administrator } = await newOrganisation(cloud, testDatabase());
    const app = initializeApp({ projectId: cloud.projectId }, crypto.randomUUID());
    const customToken = await getAuth(app).createCustomToken(administrator.uid);
    await deleteApp(app);
    const exchange = await fetch(
      `http://${cloud.authHost}/identitytoolkit.googleapis.com/v1/accounts:signInWithCustomToken?key=any`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: customToken, returnSecureToken: true }),
      },
    );
    const { idToken } = (await exchange.json()) as { idToken: string };
    expect((await send('/v1/users:me', idToken)).status).toBe(200);
  });

  test('a page of an allowed origin may call, after asking first; a page of another may not', async () => {
    const { idToken } = await newOrganisation(cloud, testDatabase());
    const preflight = (origin: string) =>
      fetch(`${cloud.url}/v1/vehicles`, {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
        },
      });
    const allowed = await preflight(page);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(page);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('POST');
    expect(allowed.headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(/authorization.*idempotency-key/);
    expect((await preflight('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
    const answer = await send('/v1/vehicles', idToken, { headers: { Origin: page } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(page);
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
  });

  test('without a token, and with one that nobody issued, the answer is 401', async () => {
    expect((await fetch(`${cloud.url}/v1/vehicles`)).status).toBe(401);
    const problem = await send('/v1/vehicles', 'nonsense');
    expect(problem.status).toBe(401);
    expect(problem.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe.each(['pooled', 'dedicated'] as const)('an organisation in %s placement', (placement) => {
  let one: Organisation;
  beforeAll(async () => {
    one = await newOrganisation(cloud, testDatabase(), placement);
  });

  test('writes through one address to several functions and reads them together', async () => {
    const depot = await newDepot(one);
    const { id } = await newVehicle(one, { homeDepotId: depot.id });
    const vehicle = await one.api.get(`/v1/vehicles/${id}?include=homeDepot`);
    expect(vehicle).toMatchObject({ id, homeDepot: { id: depot.id, depotName: 'Terminal' } });
    expect(await one.api.get('/v1/roles')).toMatchObject({ data: expect.arrayContaining([expect.anything()]) });
  });

  test('sends a write twice under one key and has it once', async () => {
    const vendor = JSON.stringify({ vendorCode: 'V1', name: 'Preem', vendorType: 'fuel' });
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
    const [first, second] = [
      await send('/v1/vendors', one.idToken, { method: 'POST', headers, body: vendor }),
      await send('/v1/vendors', one.idToken, { method: 'POST', headers, body: vendor }),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.text()).toBe(await first.text());
    expect(await one.api.get('/v1/vendors?total=true')).toMatchObject({ page: { total: 1 } });
  });

  test('sees and changes nothing of another, whichever placement that has', async () => {
    const { id } = await newVehicle(one);
    for (const otherPlacement of ['pooled', 'dedicated'] as const) {
      const other = await newOrganisation(cloud, testDatabase(), otherPlacement);
      expect(await other.api.get('/v1/vehicles?total=true')).toMatchObject({ data: [], page: { total: 0 } });
      expect(await other.api.status(`/v1/vehicles/${id}`)).toBe(404);
      const write = {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json', 'If-Match': '*' },
        body: '{"model":"stolen"}',
      };
      expect((await send(`/v1/vehicles/${id}`, other.idToken, write)).status).toBe(404);
      const asOne = await send('/v1/vehicles', other.idToken, { headers: { 'X-Tenant': one.slug } });
      expect(asOne.status).toBe(403);
    }
    expect(await one.api.get(`/v1/vehicles/${id}`)).toMatchObject({ model: 'FH16' });
  });
});

test('the gateway answers for paths that no function serves, and serves the document of all of them', async () => {
  const missing = await fetch(`${cloud.url}/v1/nothing`);
  expect(missing.status).toBe(404);
  expect(missing.headers.get('content-type')).toContain('application/problem+json');
  const document = (await (await fetch(`${cloud.url}/openapi.json`)).json()) as { openapi: string; paths: object };
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/vehicles', '/v1/vehicle-states', '/v1/documents']));
});
