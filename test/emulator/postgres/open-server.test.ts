import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer, type PostgresServer, serverFeatures, startPostgres } from '@wheelhouse/emulator/postgres/index.ts';
import { freePort } from '@wheelhouse/emulator/process/index.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

let dir: string;
let server: PostgresServer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wheelhouse-open-server-'));
  server = await startPostgres({ dir: join(dir, 'running'), ephemeral: true });
});

afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

test('a server named by its URL is used as it is and left running', async () => {
  const opened = await openServer({ databaseUrl: server.adminUrl, dir: join(dir, 'unused') });
  expect(opened).toMatchObject({ adminUrl: server.adminUrl, version: server.version, port: server.port });

  await opened.stop();
  expect(await serverFeatures(server.adminUrl)).toEqual({ version: server.version, hasVector: false });
  expect(await readdir(dir)).toEqual(['running']);
});

test('without a URL a server of our own is started, and stopped again', async () => {
  const opened = await openServer({ dir: join(dir, 'own'), ephemeral: true });
  expect(opened.port).not.toBe(server.port);
  await opened.stop();
  await expect(serverFeatures(opened.adminUrl)).rejects.toThrow();
  await rm(join(dir, 'own'), { recursive: true });
});

test('a URL at which no server answers is refused without its password', async () => {
  const databaseUrl = `postgres://someone:sesame@127.0.0.1:${await freePort()}/postgres`;
  const refusal = openServer({ databaseUrl, dir });
  await expect(refusal).rejects.toThrow(/cannot use the database server at 127\.0\.0\.1:\d+ that DATABASE_URL names/);
  await expect(refusal).rejects.not.toThrow('sesame');
});

test('a URL of another kind is refused', async () => {
  await expect(openServer({ databaseUrl: 'mysql://127.0.0.1/x', dir })).rejects.toThrow('DATABASE_URL is not a URL of the form');
});
