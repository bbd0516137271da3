import { Hono } from 'hono';
import { constraintColumns } from '../db/constraints.ts';
import type { Logger } from '../log.ts';
import {
  accessLog,
  cors,
  type Drain,
  methodNotAllowed,
  problemDetails,
  type RequestIdVariables,
  requestId,
  securityHeaders,
  traceRequests,
} from '../middleware/index.ts';
import { once } from '../once.ts';
import type { Domain } from '../runtime/domain.ts';

export type App = Hono<{ Variables: RequestIdVariables }>;

type Options = {
  /** Name of the function, shown in its OpenAPI document. */
  name: string;
  /** Domains that its OpenAPI document describes. */
  describes: () => Promise<readonly Domain[]>;
  log: Logger;
  corsOrigins: readonly string[];
  drain?: Drain | undefined;
};

/** What every HTTP function answers by itself: errors, health and its OpenAPI document. */
export function baseApp({ name, describes, log, corsOrigins, drain }: Options): App {
  const app: App = new Hono();
  app.use(requestId(), traceRequests(), accessLog(log), securityHeaders());
  app.use(cors({ origins: corsOrigins }), methodNotAllowed(app));
  if (drain) app.use(drain.middleware);
  const problems = problemDetails({ log, constraintColumns });
  app.onError(problems.onError);
  app.notFound(problems.notFound);
  // Most instances are never asked for it.
  const document = once(async () => (await import('./openapi.ts')).createOpenApi(name, await describes()));
  app.get('/openapi.json', async (c) => c.json(await document()));
  // Not /healthz: Google's front end keeps that path to itself on run.app.
  app.get('/health', (c) => c.json({ status: 'ok' }));
  return app;
}
