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
import type { Domain } from '../runtime/domain.ts';
import { createOpenApi } from './openapi.ts';
import { mountReference } from './reference.ts';

export type App = Hono<{ Variables: RequestIdVariables }>;

type Options = {
  /** Name of the function, shown in its OpenAPI document. */
  name: string;
  /** Domains that its OpenAPI document describes. */
  describes: readonly Domain[];
  log: Logger;
  corsOrigins: readonly string[];
  drain?: Drain | undefined;
};

/** What every HTTP function answers by itself: errors, health, its OpenAPI document and the page that shows it. */
export function baseApp({ name, describes, log, corsOrigins, drain }: Options): App {
  const app: App = new Hono();
  app.use(requestId(), traceRequests(), accessLog(log), securityHeaders());
  app.use(cors({ origins: corsOrigins }), methodNotAllowed(app));
  if (drain) app.use(drain.middleware);
  const problems = problemDetails({ log, constraintColumns });
  app.onError(problems.onError);
  app.notFound(problems.notFound);
  // Made when it is first asked for: most instances never are.
  let document: ReturnType<typeof createOpenApi> | undefined;
  app.get('/openapi.json', (c) => {
    document ??= createOpenApi(name, describes);
    return c.json(document);
  });
  mountReference(app, name);
  // Not /healthz: Google's front end keeps that path to itself on run.app.
  app.get('/health', (c) => c.json({ status: 'ok' }));
  return app;
}
