import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { Config } from '../config.ts';
import { propagator } from './carrier.ts';

export type Tracing = {
  /** Sends the spans that wait and stops; to be called before the process ends. */
  shutdown(): Promise<void>;
};

/**
 * Makes traces follow asynchronous calls and cross functions. Spans are recorded and sent (OTLP over HTTP) only where
 * `otelExporterOtlpEndpoint` is set, and only then is the SDK loaded.
 *
 * @example
 * ```ts
 * const tracing = await startTracing({ serviceName: 'fleet', config: readConfig() });
 * process.once('SIGTERM', () => tracing.shutdown());
 * ```
 */
export async function startTracing(options: {
  serviceName: string;
  config: Pick<Config, 'otelExporterOtlpEndpoint'>;
}): Promise<Tracing> {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(propagator);
  const endpoint = options.config.otelExporterOtlpEndpoint;
  if (!endpoint) return { shutdown: async () => {} };
  const { createProvider } = await import('./provider.ts');
  const provider = createProvider(options.serviceName, endpoint);
  trace.setGlobalTracerProvider(provider);
  return {
    async shutdown() {
      await provider.shutdown();
      trace.disable();
    },
  };
}
