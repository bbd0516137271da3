import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = { path: string; headers: IncomingMessage['headers'] };

export type FeedServer = {
  url: string;
  /** Requests so far, the latest last. */
  seen: Seen[];
  /** What it answers from now on. */
  answer(handler: (request: IncomingMessage, response: ServerResponse) => void): void;
  /** Answers a document with an ETag, and 304 to those who have it. */
  publish(content: string | object, headers?: Record<string, string>): void;
  close(): Promise<void>;
};

/** A web server with a public feed, on a free port of this machine. */
export async function feedServer(): Promise<FeedServer> {
  const seen: Seen[] = [];
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.writeHead(404).end();
  const server = createServer((request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers });
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answer: FeedServer['answer'] = (handler) => {
    handle = handler;
  };
  let version = 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answer,
    publish: (content, headers = {}) => {
      version += 1;
      const etag = `"v${version}"`;
      answer((request, response) => {
        if (request.headers['if-none-match'] === etag) return response.writeHead(304, { ETag: etag }).end();
        response.writeHead(200, { ETag: etag, 'Last-Modified': 'Mon, 02 Mar 2026 11:00:00 GMT', ...headers });
        return response.end(typeof content === 'string' ? content : JSON.stringify(content));
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
