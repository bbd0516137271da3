import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PubSub } from '@google-cloud/pubsub';
import { freePort } from '@wheelhouse/emulator/process/index.ts';
import { startPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { eventually } from '@wheelhouse/emulator/smoke/eventually.ts';
import { makeApiToken } from '@wheelhouse/shared/auth/api-token.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { TestTenant } from '../harness/index.ts';
import { claimsOf, newUser, projectId, seededTenant, unsignedToken } from '../shared/auth/fixtures.ts';

const framework = fileURLToPath(import.meta.resolve('@google-cloud/functions-framework')).replace(/index\.js$/, 'main.js');
const source = fileURLToPath(new URL('../../functions/fleet/index.ts', import.meta.url));
const running = new Set<ChildProcess>();
let pubsub: Awaited<ReturnType<typeof startPubSub>>;

beforeAll(async () => {
  process.env.METADATA_SERVER_DETECTION = 'none';
  pubsub = await startPubSub({ flavour: 'embedded', projectId });
  const client = new PubSub({ projectId, apiEndpoint: pubsub.host, emulatorMode: true });
  await client.createTopic('events');
  await client.close();
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await pubsub?.stop();
});

/** Runs the fleet function in a process of its own, with the environment that Cloud Run gives it. */
async function deploy(environment: Record<string, string> = {}) {
  const port = await freePort();
  const child = spawn(process.execPath, [framework, `--source=${source}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      K_SERVICE: 'fleet',
      FUNCTION_TARGET: 'fleet',
      WHEELHOUSE_ENVIRONMENT: 'staging',
      GOOGLE_CLOUD_PROJECT: projectId,
      DATABASE_URL: inject('appUrl'),
      DATABASE_LOCK_TIMEOUT_MS: '30000',
      DATABASE_STATEMENT_TIMEOUT_MS: '30000',
      PUBSUB_EMULATOR_HOST: pubsub.host,
      METADATA_SERVER_DETECTION: 'none',
      ...environment,
    },
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)));
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return { code: code as number | null, said };
  });
  return { child, ended, url: `http://127.0.0.1:${port}` };
}

const isListening = (url: string) =>
  eventually(
    'the function to listen',
    () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    (listens) => listens,
  );

/** An API token of an administrator. */
async function apiToken(tenant: TestTenant): Promise<string> {
  const { userId } = await newUser(tenant, 'super_admin');
  const tokenId = randomUUID();
  const { token, hash, prefix } = makeApiToken({ tenantId: tenant.tenantId, tokenId });
  await tenant.run((tx) =>
    tx.query(
      `insert into api_tokens (id, user_id, token_name, token_hash, token_prefix, permissions) values ($1, $2, 'test', $3, $4, '["*"]')`,
      [tokenId, userId, hash, prefix],
    ),
  );
  return token;
}

/** Holds a table until it is let go, and tells when someone waits for it. */
async function holdTable(table: string) {
  const owner = new pg.Client({ connectionString: inject('ownerUrl') });
  await owner.connect();
  await owner.query('begin');
  await owner.query(`lock table ${table} in access exclusive mode`);
  const waiting = async () =>
    (await owner.query('select from pg_locks where relation = $1::regclass and not granted', [table])).rowCount ?? 0;
  return {
    someoneWaits: () => eventually(`someone to wait for ${table}`, waiting, (count) => count > 0),
    letGo: () => owner.query('commit').then(() => owner.end()),
  };
}

test('a deployed instance finishes its requests after SIGTERM, sends new ones elsewhere, and ends well', async () => {
  const tenant = await seededTenant({ placement: 'dedicated' });
  const headers = { Authorization: `Bearer ${await apiToken(tenant)}`, 'Content-Type': 'application/json' };
  const { child, ended, url } = await deploy();
  await isListening(url);
  expect((await fetch(`${url}/v1/vendors`, { headers })).status).toBe(200);
  const table = await holdTable(`${tenant.schemaName}.vendors`);
  const vendor = JSON.stringify({ vendorCode: 'V1', name: 'Preem', vendorType: 'fuel' });
  const inFlight = fetch(`${url}/v1/vendors`, { method: 'POST', headers, body: vendor });
  await table.someoneWaits();

  child.kill('SIGTERM');
  const refused = await eventually(
    'new requests to be refused',
    () => fetch(`${url}/v1/depots`, { headers }),
    (answer) => answer.status !== 200,
  );
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(child.exitCode).toBeNull();

  await table.letGo();
  expect((await inFlight).status).toBe(201);
  expect(await ended).toMatchObject({ code: 0 });
  const rows = await tenant.run((tx) => tx.query('select vendor_code from vendors'));
  expect(rows).toEqual([{ vendor_code: 'V1' }]);
});

test('an unsigned token, good for the emulator, opens nothing where there is no emulator', async () => {
  const tenant = await seededTenant();
  const { email } = await newUser(tenant, 'super_admin');
  const token = unsignedToken(claimsOf(randomUUID(), { email, email_verified: true }));
  const headers = { Authorization: `Bearer ${token}` };
  const open = await deploy({ FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9' });
  const closed = await deploy();
  await Promise.all([isListening(open.url), isListening(closed.url)]);
  expect((await fetch(`${open.url}/v1/vendors`, { headers })).status).toBe(200);
  const refused = await fetch(`${closed.url}/v1/vendors`, { headers });
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ detail: 'A Firebase ID token is signed with RS256.' });
  for (const { child, ended } of [open, closed]) {
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  }
});

test('an instance whose configuration is wrong ends at once and says everything that is wrong', async () => {
  const { ended } = await deploy({
    WHEELHOUSE_ENVIRONMENT: 'production',
    FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9',
    DATABASE_POOL_SIZE: 'many',
  });
  const { code, said } = await ended;
  expect(code).toBe(1);
  expect(said).toMatch(/FIREBASE_AUTH_EMULATOR_HOST/);
  expect(said).toMatch(/DATABASE_POOL_SIZE=many/);
});
