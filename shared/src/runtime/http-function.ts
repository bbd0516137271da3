import { getRequestListener } from '@hono/node-server';
import { createAuthenticator } from '../auth/authenticate.ts';
import { createRateLimiter } from '../auth/rate-limit.ts';
import { resources } from '../domains/resources.ts';
import { createDrain, type Drain } from '../middleware/index.ts';
import { createApi } from '../resource/api.ts';
import type { Domain } from './domain.ts';
import { endGracefully } from './graceful-end.ts';
import { type Instance, type Provided, startInstance } from './instance.ts';
import { registerFunction } from './register-function.ts';

/**
 * Registers a function that serves the HTTP interface of domains.
 *
 * @example
 * httpFunction('fleet', [fleetDomain]);
 */
export function httpFunction(name: string, serves: readonly Domain[], provided: Provided = {}): void {
  const drain = createDrain();
  const instance = startInstance(name, provided);
  const listener = instance.then((started) => getRequestListener(apiOf(name, serves, started, drain).fetch));
  endGracefully(instance, drain);
  registerFunction(name, listener);
}

/** The API of a started instance. */
export function apiOf(name: string, serves: readonly Domain[], { services, log, beforeClose }: Instance, drain: Drain) {
  const { database, config, clock } = services;
  const authenticator = createAuthenticator({ database, config, clock });
  beforeClose(() => authenticator.settle());
  return createApi({
    name,
    serves,
    resources,
    services,
    authenticator,
    rateLimiter: createRateLimiter({ database, clock }),
    log,
    drain,
  });
}
