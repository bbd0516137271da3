import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostedFunction } from './functions-host.ts';

/**
 * The load balancer of the local cloud: one address, from which each path goes to the function whose `function.yaml` names it.
 */
export async function startGateway(
  functions: readonly HostedFunction[],
  port: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const routes = functions.flatMap((one) =>
    one.trigger.type === 'http' ? one.trigger.paths.map((path) => ({ path, target: new URL(one.url) })) : [],
  );
  const fallback = routes.find((one) => one.path === '/');
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    const named = routes.find((one) => path === one.path || path.startsWith(`${one.path}/`) || path.startsWith(`${one.path}:`));
    const route = named ?? fallback;
    if (route) forward(incoming, outgoing, route.target);
    else outgoing.writeHead(404).end();
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
