import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropicModel } from '@wheelhouse/shared/domains/documents/models/anthropic.ts';
import type { DocumentForModel, DocumentModel } from '@wheelhouse/shared/domains/documents/models/document-model.ts';
import { generativeModel } from '@wheelhouse/shared/domains/documents/models/generative.ts';
import { vertexModel } from '@wheelhouse/shared/domains/documents/models/vertex.ts';
import { afterAll } from 'vitest';

export type Provider = 'vertex' | 'anthropic';

// biome-ignore lint/suspicious/noExplicitAny: tests look into requests of two providers
export type Received = { url: string; headers: Record<string, unknown>; body: any };

/** What the service answers: a value as the model's JSON, or an answer of HTTP. */
export type Reply = { json: unknown } | { text: string; finish?: string } | { status: number; body: string };

const usage = { input: 1_000, output: 200 };
const prices = { inputUsdPerMillion: 3, outputUsdPerMillion: 15 };
/** Of `usage` by `prices`. */
export const costOfCall = 0.006;

/** Gemini on Vertex AI (generateContent) and Claude (messages), as far as their clients look; closed at the end of the test file. */
export async function startModelServer() {
  const received: Received[] = [];
  let replies: (Reply | (() => Promise<Reply>))[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    received.push({ url: String(request.url), headers: request.headers, body: JSON.parse(text) });
    const next = replies.length > 1 ? replies.shift() : replies[0];
    const reply = typeof next === 'function' ? await next() : next;
    if (!reply) throw new Error('The test gave no reply.');
    const isVertex = String(request.url).includes(':generateContent');
    const headers = { 'content-type': 'application/json', 'retry-after': '0' };
    if ('status' in reply) return response.writeHead(reply.status, headers).end(reply.body);
    const said = 'json' in reply ? JSON.stringify(reply.json) : reply.text;
    const finish = 'finish' in reply ? reply.finish : undefined;
    response.writeHead(200, headers).end(JSON.stringify(isVertex ? ofVertex(said, finish) : ofAnthropic(said, finish)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  afterAll(() => new Promise((closed) => server.close(closed)));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    received,
    /** What is answered, in order; the last again and again. */
    answer(...next: (Reply | (() => Promise<Reply>))[]) {
      received.length = 0;
      replies = next;
    },
    model(provider: Provider): DocumentModel {
      const authClient = { getAccessToken: async () => ({ token: 'token-1' }) } as never;
      const load = {
        vertex: () =>
          vertexModel(
            { project: 'p1', location: 'europe-west1', model: 'gemini-2.5-flash' },
            { baseURL: `${url}/vertex`, googleAuthOptions: { authClient } },
          ),
        anthropic: () => anthropicModel({ apiKey: 'key-1', model: 'claude-haiku-4-5' }, { baseURL: `${url}/anthropic` }),
      };
      const model = { vertex: 'gemini-2.5-flash', anthropic: 'claude-haiku-4-5' }[provider];
      return generativeModel({ provider, model, prices, load: load[provider] });
    },
  };
}

function ofVertex(text: string, finishReason = 'STOP') {
  return {
    candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason }],
    usageMetadata: { promptTokenCount: usage.input, candidatesTokenCount: usage.output - 50, thoughtsTokenCount: 50 },
    modelVersion: 'gemini-2.5-flash',
    responseId: 'r1',
  };
}

function ofAnthropic(text: string, stopReason = 'end_turn') {
  return {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    model: 'claude-haiku-4-5',
    content: [{ type: 'text', text }],
    stop_reason: stopReason,
    stop_sequence: null,
    usage: { input_tokens: usage.input, output_tokens: usage.output },
  };
}

/** A document of these lines, one page an array. */
export function documentOf(...pages: string[][]): DocumentForModel {
  return {
    fileName: 'scan.pdf',
    title: undefined,
    locale: 'en-US',
    pages: pages.map((lines, index) => ({
      number: index + 1,
      text: lines.join('\n'),
      source: 'text',
      lines: lines.map((text, line) => ({ text, box: { x: 10, y: 5 * line, width: 50, height: 4 } })),
      widthPt: 595,
      heightPt: 842,
      ocrConfidence: null,
    })),
  };
}
