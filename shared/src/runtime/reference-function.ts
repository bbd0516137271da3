import { getRequestListener } from '@hono/node-server';
import { readConfig } from '../config.ts';
import { createLogger } from '../log.ts';
import { createDrain } from '../middleware/index.ts';
import { baseApp } from '../resource/base-app.ts';
import { mountReference } from '../resource/reference.ts';
import { startTracing } from '../tracing/index.ts';
import type { Domain } from './domain.ts';
import { endGracefully } from './graceful-end.ts';
import { registerFunction } from './register-function.ts';

/**
 * Registers the function that shows what all HTTP functions offer together: one OpenAPI document, its reference page, and an answer for
 * paths that no function has. It reaches nothing else.
 *
 * @param describes loads the domains, when the document is first asked for
 */
export function referenceFunction(name: string, describes: () => Promise<readonly Domain[]>): void {
  const drain = createDrain();
  const started = start(name, describes, drain);
  endGracefully(started, drain);
  registerFunction(
    name,
    started.then(({ app }) => getRequestListener(app.fetch)),
  );
}

async function start(name: string, describes: () => Promise<readonly Domain[]>, drain: ReturnType<typeof createDrain>) {
  const config = readConfig();
  const log = createLogger(config).child({ function: name });
  const tracing = await startTracing({ serviceName: name, config });
  const app = baseApp({ name: 'API', describes, log, corsOrigins: config.corsOrigins, drain });
  mountReference(app, 'API');
  app.get('/', (c) => c.redirect('/docs'));
  return { app, close: () => tracing.shutdown() };
}
