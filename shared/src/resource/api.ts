import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Authenticator, bearerToken } from '../auth/authenticate.ts';
import type { RateLimiter } from '../auth/rate-limit.ts';
import { methodNotAllowed as methodNotAllowedError, notFound, nothingHere } from '../errors.ts';
import type { Logger } from '../log.ts';
import { addLogContext } from '../log.ts';
import { bodyLimit, type Drain, jsonOnly } from '../middleware/index.ts';
import type { Domain } from '../runtime/domain.ts';
import { type App, baseApp } from './base-app.ts';
import { addressOf, type Call, callOf } from './call.ts';
import type { Answer } from './idempotency.ts';
import type { Principal } from './principal.ts';
import { ResourceRegistry } from './registry.ts';
import type { Resource } from './resource.ts';
import { type Handle, parseTarget, resourceHandlers } from './resource-routes.ts';
import type { Services } from './services.ts';
import { bodyOf, runStreamedVerb, type Streamed } from './streamed-answer.ts';
import type { Verb } from './verb.ts';
import { runVerb } from './verb-routes.ts';

type Options = {
  /** Name of the function, shown in its OpenAPI document. */
  name: string;
  /** Domains whose resources and verbs this API serves. */
  serves: readonly Domain[];
  /** What its OpenAPI document describes; what it serves unless given. */
  describes?: () => Promise<readonly Domain[]>;
  /** Every resource there is: includes may show rows of those served elsewhere. */
  allResources: () => Promise<readonly Resource[]>;
  services: Services;
  authenticator: Authenticator;
  rateLimiter: RateLimiter;
  log: Logger;
  drain?: Drain;
};

/** The HTTP interface of one function: every resource and verb of its domains behind the same middlewares, and its OpenAPI document. */
export function createApi(options: Options): App {
  const { services, log } = options;
  const { corsOrigins, maxBodyBytes } = services.config;
  const app = baseApp({
    name: options.name,
    describes: options.describes ?? (async () => options.serves),
    log,
    corsOrigins,
    drain: options.drain,
  });
  app.use('/v1/*', bodyLimit({ maxBytes: maxBodyBytes }), jsonOnly());

  const served = options.serves.flatMap((domain) => domain.resources);
  const registry = new ResourceRegistry(served, options.allResources);
  const verbs = options.serves.flatMap((domain) => domain.verbs);
  for (const resource of served) {
    mountResource(
      app,
      options,
      resource,
      registry,
      verbs.filter((verb) => verb.on === resource.path),
    );
  }
  const orphan = verbs.find((verb) => !options.serves.some((domain) => domain.resources.some((one) => one.path === verb.on)));
  if (orphan) throw new Error(`Verb ${orphan.name} is on ${orphan.on}, which is no resource of ${options.name}.`);
  return app;
}

function mountResource(app: App, options: Options, resource: Resource, registry: ResourceRegistry, verbs: readonly Verb[]): void {
  const handlers = resourceHandlers(resource, registry, options.services);
  const base = `/v1/${resource.path}`;
  const can = (operation: Resource['operations'][number]) => resource.operations.includes(operation);
  const answer = (handle: Handle) => authenticated(options, handle);
  const answerVerb = (verb: Verb, id: string) =>
    authenticated(
      options,
      (call) => (verb.mediaTypes.length > 0 ? runStreamedVerb : runVerb)(options.services, verb, call, id),
      verb,
    );

  if (can('list')) app.get(base, answer(handlers.list));
  if (can('create')) app.post(base, answer(handlers.create));
  if (can('batch')) app.post(`${base}:batch`, answer(handlers.batch));
  if (can('changes')) app.get(`${base}:changes`, answer(handlers.changes));
  for (const verb of verbs.filter((one) => one.target === 'collection')) {
    app.on(verb.method, `${base}:${verb.name}`, answerVerb(verb, ''));
  }

  const onItem = (method: 'GET' | 'POST', plain: ((call: Parameters<Handle>[0], id: string) => Promise<Answer>) | undefined) => {
    const named = new Map(
      verbs.filter((verb) => verb.target === 'item' && verb.method === method).map((verb) => [verb.name, verb]),
    );
    if (!plain && named.size === 0) return;
    app.on(method, `${base}/:target`, (c) => {
      const { id, verb: name } = parseTarget(resource, c.req.param('target') ?? '');
      if (name === undefined) {
        if (!plain) throw methodNotAllowedError(method, allowedOnItem(resource));
        return answer((call) => plain(call, id))(c);
      }
      const verb = named.get(name);
      if (!verb) throw nothingHere(unknownVerb(resource, verbs, name, method));
      return answerVerb(verb, id)(c);
    });
  };
  onItem('GET', can('get') ? handlers.get : undefined);
  onItem('POST', undefined);
  const onPlainItem =
    (handle: (call: Parameters<Handle>[0], id: string) => Promise<Answer>) => (c: Parameters<ReturnType<typeof answer>>[0]) => {
      const { id, verb } = parseTarget(resource, c.req.param('target') ?? '');
      if (verb) throw notFound(resource.singular, c.req.param('target'));
      return answer((call) => handle(call, id))(c);
    };
  if (can('update')) app.patch(`${base}/:target`, onPlainItem(handlers.update));
  if (can('delete')) app.delete(`${base}/:target`, onPlainItem(handlers.remove));
}

function allowedOnItem(resource: Resource): string[] {
  const methods = { get: 'GET', update: 'PATCH', delete: 'DELETE' } as const;
  return (Object.keys(methods) as (keyof typeof methods)[])
    .filter((one) => resource.operations.includes(one))
    .map((one) => methods[one]);
}

function unknownVerb(resource: Resource, verbs: readonly Verb[], name: string, method: string): string {
  const known = verbs.filter((verb) => verb.target === 'item').map((verb) => `${verb.method} :${verb.name}`);
  return `${resource.path} has no verb ${method} :${name}. Verbs: ${known.join(', ') || 'none'}.`;
}

/** For an API that nobody drains. */
const never = new AbortController().signal;

/** Authenticates, counts against the rate limit, and writes the answer. */
function authenticated(options: Options, handle: (call: Call) => Promise<Answer | Streamed>, verb?: Verb) {
  const { rateLimiter, services, log, drain } = options;
  const stopping = drain?.signal ?? never;
  return async (c: Context): Promise<Response> => {
    const ipAddress = addressOf(c, services.config.trustedProxies);
    const authenticate = () => principalOf(options, c, verb, ipAddress);
    const principal = await authenticate();
    if (principal.tenantId) addLogContext({ tenantId: principal.tenantId });
    const quota = await rateLimiter.take(principal.rateLimitSubject, principal.requestsPerHour);
    const answer = await handle(callOf(c, principal, ipAddress, { authenticate, stopping }));
    for (const [name, value] of Object.entries(quota.headers)) c.header(name, value);
    for (const [name, value] of Object.entries(answer.headers)) c.header(name, value);
    const body = 'chunks' in answer ? bodyOf(answer, log, c.env?.outgoing) : answer.body;
    return body === '' ? c.body(null, answer.status as 204) : c.body(body, answer.status as ContentfulStatusCode);
  };
}

/** Who is calling: by their account, or for a verb that says so by the secret that they hold. */
async function principalOf(
  options: Options,
  c: Context,
  verb: Verb | undefined,
  ipAddress: string | undefined,
): Promise<Principal> {
  const { authenticator, services, rateLimiter } = options;
  const authorization = c.req.header('authorization');
  if (verb?.holder) {
    const address = `address:${ipAddress ?? 'unknown'}`;
    await rateLimiter.take(address, services.config.publicRequestsPerHour);
    return verb.holder(bearerToken(authorization), services);
  }
  return authenticator.authenticate({
    authorization,
    tenant: c.req.header('x-tenant'),
    host: c.req.header('x-forwarded-host') ?? c.req.header('host'),
    ipAddress,
  });
}
