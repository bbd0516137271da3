import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import { systemClock } from '@wheelhouse/shared/clock.ts';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { createDataKeys, createLocalKeyRing } from '@wheelhouse/shared/crypto/index.ts';
import { ownerConnection } from '@wheelhouse/shared/db/cloud-sql.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { createDataKeyStore } from '@wheelhouse/shared/domains/operations/data-key-store.ts';
import { unauthenticated } from '@wheelhouse/shared/errors.ts';
import { createLogger } from '@wheelhouse/shared/log.ts';
import { createApi } from '@wheelhouse/shared/resource/api.ts';
import type { Principal } from '@wheelhouse/shared/resource/principal.ts';
import type { Services } from '@wheelhouse/shared/resource/services.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { inject } from 'vitest';
import { testDatabase } from './database.ts';
import type { TestTenant } from './tenant.ts';

/** Services over the test database; Google's clients are given only where a test needs them. */
export function testServices(
  options: { clock?: Clock; database?: Database; env?: Record<string, string> } & Partial<Services> = {},
): Services {
  const clock = options.clock ?? systemClock;
  const database = options.database ?? testDatabase();
  const config = readConfig({ LOG_LEVEL: 'silent', DATABASE_OWNER_URL: inject('ownerUrl'), ...options.env });
  const notGiven = (name: string) => () => Promise.reject(new Error(`This test was given no ${name}.`));
  const keyRing = createLocalKeyRing({
    path: join(tmpdir(), `wheelhouse-test-keyring-${process.pid}.json`),
    environment: 'development',
  });
  return {
    storage: notGiven('storage'),
    pubsub: notGiven('Pub/Sub'),
    embeddings: notGiven('embeddings'),
    documentModel: notGiven('document model'),
    databaseOwner: () => ownerConnection(config),
    ...options,
    config,
    clock,
    log: createLogger(config),
    database,
    dataKeys: createDataKeys({ store: createDataKeyStore(database), keyRing, clock }),
  };
}

/** A caller of a tenant with these permissions; every permission by default. */
export function principalOf(tenant: Pick<TestTenant, 'tenantId'>, overrides: Partial<Principal> = {}): Principal {
  const userId = randomUUID();
  return {
    actor: { kind: 'user', userId },
    tenantId: tenant.tenantId,
    databaseRole: 'system_admin',
    permissions: ['*'],
    denied: [],
    rateLimitSubject: `user:${userId}`,
    requestsPerHour: 1_000_000,
    ...overrides,
  };
}

export type Client = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Answer = { status: number; headers: Headers; body: any; text: string };

/** The API of domains with principals of the test's own choice: each client is one caller. */
export function testApi(serves: readonly Domain[], options: { services?: Services; resources?: readonly Domain[] } = {}) {
  const services = options.services ?? testServices();
  const principals = new Map<string, Principal>();
  const app = createApi({
    name: 'test',
    serves,
    allResources: async () => (options.resources ?? serves).flatMap((domain) => domain.resources),
    services,
    authenticator: {
      authenticate: async ({ authorization }: { authorization?: string }) => {
        const principal = principals.get(authorization ?? '');
        if (!principal) throw unauthenticated('Send a token.');
        return principal;
      },
    } as never,
    rateLimiter: { take: async () => ({ limit: 1, remaining: 1, resetSeconds: 1, headers: {} }) },
    log: createLogger(services.config),
  });
  const client = (principal: Principal): Client => {
    const token = `Bearer ${randomUUID()}`;
    principals.set(token, principal);
    return (method, path, body, headers = {}) => send(app, method, path, body, { Authorization: token, ...headers });
  };
  return {
    app,
    services,
    client,
    anonymous: ((method, path, body, headers) => send(app, method, path, body, headers)) as Client,
  };
}

async function send(
  app: { request(path: string, init: RequestInit): Response | Promise<Response> },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
  const init = {
    method,
    headers: { ...(text === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(text === undefined ? {} : { body: text }),
  };
  const response = await app.request(path, init);
  const type = response.headers.get('content-type') ?? '';
  const answer = await (type.startsWith('text/event-stream') ? beginningOf(response) : response.text());
  const isJson = /json/.test(type);
  return { status: response.status, headers: response.headers, text: answer, body: isJson ? JSON.parse(answer) : undefined };
}

/** The first piece of an answer that has no end. */
async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const piece = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(piece?.value);
}
