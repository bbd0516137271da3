import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import { createOpenApi } from '@wheelhouse/shared/resource/openapi.ts';
import { mountReference } from '@wheelhouse/shared/resource/reference.ts';
import { Hono } from 'hono';
import type { HostedFunction } from './functions-host.ts';

/**
 * The load balancer of the local cloud: one address, from which each path goes to the function whose `function.yaml` names it. It also
 * serves the OpenAPI document and reference page of all functions together.
 */
export async function startGateway(
  functions: readonly HostedFunction[],
  port: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const routes = functions.flatMap((one) =>
    one.trigger.type === 'http' ? one.trigger.paths.map((path) => ({ path, target: new URL(one.url) })) : [],
  );
  const pages = new Hono();
  const document = createOpenApi('API', allDomains);
  pages.get('/', (c) => c.redirect('/docs'));
  pages.get('/openapi.json', (c) => c.json(document));
  pages.get('/healthz', (c) => c.json({ status: 'ok' }));
  mountReference(pages, 'API');
  pages.notFound((c) => {
    const status = 404;
    const detail = `No function serves ${c.req.path}. What there is: /docs, /openapi.json and the paths in it.`;
    return c.json({ type: 'about:blank', title: 'Not found', status, code: 'not_found', detail }, status, {
      'Content-Type': 'application/problem+json',
    });
  });
  const ownPages = getRequestListener(pages.fetch);
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    const route = routes.find((one) => path === one.path || path.startsWith(`${one.path}/`) || path.startsWith(`${one.path}:`));
    if (route) forward(incoming, outgoing, route.target);
    else void ownPages(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, target: URL): void {
  const headers = {
    ...incoming.headers,
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-host': incoming.headers.host ?? '',
  };
  const upstream = request(
    { host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  upstream.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'Content-Type': 'application/problem+json' });
    outgoing.end(JSON.stringify({ title: 'The function did not answer', status: 502, code: 'bad_gateway' }));
  });
  // A caller who goes away does not keep the function waiting for the rest of the request.
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}
