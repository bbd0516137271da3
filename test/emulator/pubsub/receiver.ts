import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { Record } from './support.ts';

export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  body: any;
}

/** Answers a request; `index` counts from 0. */
export type Answer = (request: ReceivedRequest, response: ServerResponse, index: number) => unknown;

/** A function that listens on a real socket and keeps what it gets; it ends with the test. */
export async function startReceiver(answer: Answer = (_, response) => response.end()) {
  const requests = new Record<ReceivedRequest>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const received = { method, url, headers, body: JSON.parse(Buffer.concat(chunks).toString()) };
    requests.add(received);
    answer(received, response, requests.items.length - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests, server };
}
