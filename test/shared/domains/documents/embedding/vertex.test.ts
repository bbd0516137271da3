import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VertexEmbeddingError, vertexProvider } from '@wheelhouse/shared/domains/documents/embedding/vertex.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

interface Received {
  url: string;
  host: string;
  authorization: string | undefined;
  body: { instances: { content: string; task_type: string }[]; parameters: Record<string, unknown> };
}
type Answer = { status: number; headers?: Record<string, string>; body?: string };

let server: Server;
let received: Received[];
let waits: number[];
let failures: Answer[];

/** The shape of Vertex AI's answer; each vector points along the axis of its text's length. */
function predictions(texts: string[]) {
  return texts.map((text) => ({
    embeddings: {
      statistics: { truncated: false, token_count: 3 },
      values: Array.from({ length: 512 }, (_, axis) => (axis === text.length ? 0.25 : 0)),
    },
  }));
}

beforeEach(async () => {
  received = [];
  waits = [];
  failures = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const body = JSON.parse(text) as Received['body'];
    received.push({
      url: request.url!,
      host: String(request.headers['x-host']),
      authorization: request.headers.authorization,
      body,
    });
    const answer = failures.shift() ?? {
      status: 200,
      body: JSON.stringify({ predictions: predictions(body.instances.map(({ content }) => content)), metadata: {} }),
    };
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(() => new Promise((closed) => server.close(closed)));

const provider = (model?: string) =>
  vertexProvider({
    project: 'p1',
    location: 'europe-west1',
    ...(model && { model }),
    accessToken: async () => 'token-1',
    clock: { now: () => new Date('2026-01-01T00:00:00Z') },
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
    },
    fetch: async (url, init) => {
      const { host, pathname } = new URL(String(url));
      const local = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`;
      return await fetch(local, { ...init, headers: { ...(init?.headers as Record<string, string>), 'x-host': host } });
    },
  });

test('a text is sent to the model in its region and comes back as a unit vector', async () => {
  const [vector] = await provider().embed(['four']);
  expect(vector?.[4]).toBe(1);
  expect(received).toEqual([
    {
      url: '/v1/projects/p1/locations/europe-west1/publishers/google/models/gemini-embedding-001:predict',
      host: 'europe-west1-aiplatform.googleapis.com',
      authorization: 'Bearer token-1',
      body: {
        instances: [{ content: 'four', task_type: 'RETRIEVAL_DOCUMENT' }],
        parameters: { outputDimensionality: 512, autoTruncate: false },
      },
    },
  ]);
});

test('texts travel in batches as large as the model takes and keep their order', async () => {
  const texts = Array.from({ length: 10 }, (_, n) => 'x'.repeat(n + 1));
  for (const [model, requests] of [
    ['gemini-embedding-001', 10],
    ['text-embedding-005', 2],
  ] as const) {
    received = [];
    const vectors = await provider(model).embed(texts, { purpose: 'query' });
    expect(vectors.map((vector) => vector.indexOf(1))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(received.length).toBe(requests);
    expect(received[0]?.body.instances[0]?.task_type).toBe('RETRIEVAL_QUERY');
  }
});

test('a busy or failing service is tried again after what it asks, or after growing random waits', async () => {
  failures = [
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 503, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' } },
    { status: 500 },
  ];
  await provider().embed(['four']);
  expect(waits).toEqual([7000, 9000, 2000]);
});

test('after five attempts the last answer is the error', async () => {
  failures = Array.from({ length: 5 }, () => ({ status: 503, body: 'overloaded' }));
  const failure = await provider()
    .embed(['four'])
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(VertexEmbeddingError);
  expect(failure).toMatchObject({ status: 503, message: expect.stringContaining('overloaded') });
  expect(received.length).toBe(5);
});

test('a refusal is not repeated', async () => {
  failures = [{ status: 403, body: '{"error":{"message":"Permission denied"}}' }];
  await expect(provider().embed(['four'])).rejects.toThrow('Permission denied');
  expect(received.length).toBe(1);
});

test.each(['not json', '{"predictions":[]}', '{"predictions":[{"embeddings":{"values":[1,2]}}]}'])(
  'an answer that is not the vectors asked for is an error: %s',
  async (body) => {
    failures = [{ status: 200, body }];
    await expect(provider().embed(['four'])).rejects.toThrow('did not answer 1 vectors of 512 numbers');
  },
);

test('a service that cannot be reached is tried five times', async () => {
  let attempts = 0;
  const unreachable = vertexProvider({
    project: 'p1',
    location: 'global',
    accessToken: async () => 'x',
    sleep: async () => {},
    fetch: async () => {
      attempts++;
      throw new TypeError('fetch failed');
    },
  });
  await expect(unreachable.embed(['four'])).rejects.toThrow('fetch failed');
  expect(attempts).toBe(5);
});

test('an abort ends the waiting between attempts', async () => {
  failures = [{ status: 429, headers: { 'retry-after': '30' } }];
  const controller = new AbortController();
  const aborting = vertexProvider({
    project: 'p1',
    location: 'global',
    accessToken: async () => 'x',
    sleep: async (_, signal) => {
      controller.abort(new Error('enough'));
      signal?.throwIfAborted();
    },
    fetch: async () => new Response(null, { status: 429 }),
  });
  await expect(aborting.embed(['four'], { signal: controller.signal })).rejects.toThrow('enough');
});

test('an unknown model is refused with the known ones named', () => {
  expect(() => provider('bert')).toThrow('gemini-embedding-001, text-embedding-005');
});
