import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createAuthenticator } from '../auth/authenticate.ts';
import { createRateLimiter } from '../auth/rate-limit.ts';
import { createDrain, type Drain } from '../middleware/index.ts';
import { once } from '../once.ts';
import { createApi } from '../resource/api.ts';
import type { Resource } from '../resource/resource.ts';
import type { Domain } from './domain.ts';
import { endGracefully } from './graceful-end.ts';
import { type Instance, type Models, startInstance } from './instance.ts';
import { registerFunction } from './register-function.ts';

export type Served = {
  /** The domain's resources, as its `resources.ts` exports them: what an instance can answer at once. */
  resources: Readonly<Record<string, Resource>>;
  /** The whole domain, with its verbs: loaded with the first request of one, or of the OpenAPI document. */
  domain(): Promise<Domain>;
  models?: Models;
};

/**
 * Registers a function that serves the HTTP interface of a domain.
 *
 * @example
 * httpFunction('fleet', { resources, domain: async () => (await import('…/domains/fleet/index.ts')).fleetDomain });
 */
export function httpFunction(name: string, { resources, domain, ...provided }: Served): void {
  const drain = createDrain();
  const instance = startInstance(name, provided);
  const listener = instance.then((started) => listenerOf(name, Object.values(resources), domain, started, drain));
  endGracefully(instance, drain);
  registerFunction(name, listener);
}

/**
 * Two interfaces: one of the resources alone, which is there at once, and the whole one, which is loaded with the first path that names a verb
 * (with a colon) and answers everything from then on. Whatever names none, both answer alike.
 */
function listenerOf(
  name: string,
  resources: readonly Resource[],
  domain: Served['domain'],
  { services, log, beforeClose }: Instance,
  drain: Drain,
): RequestListener {
  const { database, config, clock } = services;
  const authenticator = createAuthenticator({ database, config, clock });
  beforeClose(() => authenticator.settle());
  const rateLimiter = createRateLimiter({ database, clock });
  const allResources = async () => (await import('../domains/resources.ts')).resources;
  const shared = { name, allResources, services, authenticator, rateLimiter, log, drain };
  const describes = async () => [await domain()];
  const ofResources = getRequestListener(createApi({ ...shared, describes, serves: [{ name, resources, verbs: [] }] }).fetch);
  let complete: RequestListener | undefined;
  const load = once(async () => {
    complete = getRequestListener(createApi({ ...shared, describes, serves: await describes() }).fetch);
    return complete;
  });
  return (request, response) => {
    if (complete) return complete(request, response);
    if (!namesVerb.test(request.url ?? '')) return ofResources(request, response);
    load().then(
      (loaded) => loaded(request, response),
      (error: unknown) => {
        log.fatal({ err: error }, 'the verbs could not be loaded');
        response.writeHead(500).end();
      },
    );
  };
}

const namesVerb = /^[^?]*(:|%3a)/i;
