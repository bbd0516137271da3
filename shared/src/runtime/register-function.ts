import { subscribe } from 'node:diagnostics_channel';
import type { RequestListener, Server } from 'node:http';
import { http } from '@google-cloud/functions-framework';

/** Answers requests once the instance has started. */
type Listener = Promise<RequestListener>;

const listeners = new Map<string, RequestListener>();

/**
 * Registers a function with the functions framework, and lets its requests come straight from the server that the framework made.
 *
 * The framework puts body parsers, which answer malformed JSON with an HTML page of their own, and a `domain` a request, which switches
 * on async hooks for every promise of the process, in front of a handler; neither can be turned off (docs/decisions/0011).
 */
export function registerFunction(name: string, listener: Listener): void {
  // A failed start is reported by each request; the platform then replaces the instance.
  listener.catch(() => {});
  const handle: RequestListener = (request, response) => {
    listener.then(
      (ready) => ready(request, response),
      (error: unknown) => {
        console.error(JSON.stringify({ severity: 'CRITICAL', message: `Function ${name} could not start: ${String(error)}` }));
        response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '5' });
        response.end(JSON.stringify({ title: 'The function could not start', status: 503, code: 'unavailable' }));
      },
    );
  };
  listeners.set(name, handle);
  http(name, handle);
}

/** Gives the requests of a server to a registered function. For hosts of several functions; a deployed one does it by itself. */
export function serveDirectly(server: Server, name: string): void {
  const listener = listeners.get(name);
  if (!listener) throw new Error(`No function ${name} is registered.`);
  server.removeAllListeners('request');
  server.on('request', listener);
}

// A deployed instance serves the one function that FUNCTION_TARGET names. This channel speaks before the request's listeners are called.
const target = process.env.FUNCTION_TARGET;
if (target) {
  const served = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { server } = message as { server: Server };
    if (served.has(server) || !listeners.has(target)) return;
    served.add(server);
    serveDirectly(server, target);
  });
}
