import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { afterAll, inject, vi } from 'vitest';

const project = new URL('../../', import.meta.url);

/** Imports functions/<name>/index.ts with an environment that lets it start on the test database. */
export async function importFunction(name: string): Promise<void> {
  vi.stubEnv('DATABASE_URL', inject('appUrl'));
  vi.stubEnv('DATABASE_OWNER_URL', inject('ownerUrl'));
  vi.stubEnv('GOOGLE_CLOUD_PROJECT', 'wheelhouse-test');
  vi.stubEnv('LOG_LEVEL', 'silent');
  await import(new URL(`functions/${name}/index.ts`, project).href);
}

/** One function behind a socket, as the platform would call it; closed at the end of the test file. */
export async function functionServer(name: string) {
  await importFunction(name);
  const server = getTestServer(name);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { url, send };
}
