import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { notFound } from '@wheelhouse/shared/errors.ts';
import { createLogger } from '@wheelhouse/shared/log.ts';
import { createApi } from '@wheelhouse/shared/resource/api.ts';
import { createOpenApi } from '@wheelhouse/shared/resource/openapi.ts';
import type { Principal } from '@wheelhouse/shared/resource/principal.ts';
import { type StreamContext, streamedVerb } from '@wheelhouse/shared/resource/streamed-verb.ts';
import { type Verb, verb } from '@wheelhouse/shared/resource/verb.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newTenant, principalOf, testApi, testServices } from '../../harness/index.ts';

type Context = StreamContext<{ lines: number }>;

const domainOf = (...verbs: Verb[]): Domain => ({ ...fleetDomain, verbs });

/** A verb that answers lines. */
const report = (body: (context: Context) => AsyncIterable<string>, before: (context: Context) => void = () => {}) =>
  streamedVerb({
    name: 'report',
    on: 'depots',
    target: 'collection',
    permission: 'depot.read',
    summary: 'A report of depots',
    input: z.strictObject({ lines: z.int().min(1).default(3) }),
    mediaTypes: ['text/csv'],
    run: async (context) => {
      before(context);
      return { mediaType: 'text/csv', fileName: 'depots.csv', body: body(context) };
    },
  });

async function* lines({ input }: Context) {
  for (let line = 1; line <= input.lines; line += 1) yield `line ${line}\n`;
}

describe('A verb that streams', () => {
  it('answers its pieces as a file, checks its input and the permission, and is described', async () => {
    const tenant = await newTenant();
    const domain = domainOf(report(lines));
    const { client } = testApi([domain]);
    const call = client(principalOf(tenant));
    const answer = await call('GET', '/v1/depots:report?lines=2');
    expect(answer).toMatchObject({ status: 200, text: 'line 1\nline 2\n' });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="depots.csv"');
    expect((await call('GET', '/v1/depots:report?lines=0')).status).toBe(422);
    expect((await client(principalOf(tenant, { permissions: [] }))('GET', '/v1/depots:report')).status).toBe(403);
    const paths = createOpenApi('test', [domain]).paths as Record<string, { get: { responses: Record<number, unknown> } }>;
    expect(paths['/v1/depots:report']?.get.responses[200]).toMatchObject({
      content: { 'text/csv': { schema: { type: 'string' } } },
    });
  });

  it('answers a problem detail for what fails before the first piece', async () => {
    const failing = report(lines, () => {
      throw notFound('Depot', 'x');
    });
    const call = testApi([domainOf(failing)]).client(principalOf(await newTenant()));
    expect(await call('GET', '/v1/depots:report')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('makes a piece only when it is asked for, and stops when the client goes', async () => {
    const made: number[] = [];
    let signal: AbortSignal | undefined;
    let finished = false;
    const endless = report(async function* (context) {
      signal = context.signal;
      try {
        for (let line = 1; ; line += 1) {
          made.push(line);
          yield `line ${line}\n`;
        }
      } finally {
        finished = true;
      }
    });
    const { app, headers } = await asCaller(domainOf(endless));
    const head = await app.request('/v1/depots:report', { method: 'HEAD', headers });
    expect([head.status, made]).toEqual([200, []]);
    const reader = (await app.request('/v1/depots:report', { headers })).body!.getReader();
    await reader.read();
    await reader.read();
    expect(made).toEqual([1, 2]);
    await reader.cancel();
    expect([signal?.aborted, finished, made.length]).toEqual([true, true, 2]);
  });

  it('breaks the connection when it fails on the way, so that a part is not taken for the whole', async () => {
    const failing = report(async function* () {
      yield 'line 1\n';
      throw new Error('the secret inside');
    });
    const { app, headers } = await asCaller(domainOf(failing));
    const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/depots:report`;
    const received: string[] = [];
    const reading = (async () => {
      const response = await fetch(url, { headers });
      for await (const piece of response.body as AsyncIterable<Uint8Array>) received.push(new TextDecoder().decode(piece));
    })();
    await expect(reading).rejects.toThrow();
    expect(received.join('')).not.toMatch(/secret/);
    await new Promise((resolve) => server.close(resolve));
  });
});

/** An API with one caller. */
async function asCaller(domain: Domain) {
  const principal = principalOf(await newTenant());
  const services = testServices();
  const app = createApi({
    name: 'test',
    serves: [domain],
    allResources: async () => domain.resources,
    services,
    authenticator: { authenticate: async () => principal } as never,
    rateLimiter: { take: async () => ({ limit: 1, remaining: 1, resetSeconds: 1, headers: {} }) },
    log: createLogger(services.config),
  });
  return { app, headers: { authorization: 'Bearer x' } };
}

describe('A verb for holders of a secret', () => {
  const principal = (tenantId: string): Principal =>
    principalOf({ tenantId }, { permissions: ['depot.read'], rateLimitSubject: 'link:1' });
  const look = (tenantId: string, asked: string[]) =>
    verb({
      name: 'look',
      on: 'depots',
      target: 'collection',
      method: 'GET',
      permission: 'depot.read',
      summary: 'Look at a depot',
      input: z.strictObject({}),
      output: z.object({ tenantId: z.string() }),
      holder: async (secret) => {
        asked.push(secret);
        if (secret !== 'open-sesame') throw notFound('Link');
        return principal(tenantId);
      },
      run: async ({ tx }) => ({ tenantId: tx.scope?.tenantId ?? '' }),
    });

  it('runs in the scope that the secret gives, and needs no account', async () => {
    const { tenantId } = await newTenant();
    const { anonymous } = testApi([domainOf(look(tenantId, []))]);
    const as = (secret: string) => anonymous('GET', '/v1/depots:look', undefined, { Authorization: `Bearer ${secret}` });
    expect((await as('open-sesame')).body).toEqual({ tenantId });
    expect((await as('guess')).status).toBe(404);
    expect((await anonymous('GET', '/v1/depots:look')).status).toBe(401);
  });

  it('counts requests an address before it looks at the secret, and then for what the secret stands for', async () => {
    const { tenantId } = await newTenant();
    const asked: string[] = [];
    const counted: string[] = [];
    const domain = domainOf(look(tenantId, asked));
    const services = testServices({ env: { PUBLIC_REQUESTS_PER_HOUR: '7' } });
    const app = createApi({
      name: 'test',
      serves: [domain],
      allResources: async () => domain.resources,
      services,
      authenticator: {} as never,
      rateLimiter: {
        take: async (subject, limit) => {
          counted.push(`${subject} ${limit} ${asked.length}`);
          return { limit, remaining: 1, resetSeconds: 1, headers: {} };
        },
      },
      log: createLogger(services.config),
    });
    const headers = { authorization: 'Bearer open-sesame', 'x-forwarded-for': '192.0.2.7' };
    expect((await app.request('/v1/depots:look', { headers })).status).toBe(200);
    expect(counted).toEqual(['address:192.0.2.7 7 0', 'link:1 1000000 1']);
  });

  it('says so in the document', () => {
    const document = createOpenApi('test', [domainOf(look('x', []))]);
    const paths = document.paths as Record<string, { get: { security: unknown; parameters: { name: string }[] } }>;
    expect(paths['/v1/depots:look']?.get.security).toEqual([{ secret: [] }]);
    expect(paths['/v1/depots:look']?.get.parameters.map(({ name }) => name)).toEqual([]);
  });
});
