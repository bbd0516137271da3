import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';
import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { Config } from './config.ts';
import { loggableError } from './log/loggable-error.ts';
import { redacted } from './log/redact.ts';
import { textStream } from './log/text-stream.ts';

export type { Logger } from 'pino';

/** What every entry of a request, message or job carries. */
export type LogContext = { requestId?: string; tenantId?: string; [field: string]: string | number | undefined };

export type LogConfig = Pick<Config, 'logLevel' | 'logFormat' | 'googleCloudProject'>;

const contexts = new AsyncLocalStorage<LogContext>();

/** Runs `fn` so that every entry made inside carries these fields, together with those of an outer context. */
export function withLogContext<Result>(fields: LogContext, fn: () => Result): Result {
  return contexts.run({ ...contexts.getStore(), ...fields }, fn);
}

/** Adds fields to the running context, such as the tenant once it is known. Outside of a context it does nothing. */
export function addLogContext(fields: LogContext): void {
  const context = contexts.getStore();
  if (context) Object.assign(context, fields);
}

/** The fields of the running context. */
export function logContext(): Readonly<LogContext> {
  return contexts.getStore() ?? {};
}

/** Cloud Logging's names: https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#logseverity */
const severities: Record<string, string> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/**
 * A logger that writes Cloud Logging's structured entries (https://cloud.google.com/logging/docs/structured-logging), or
 * with `logFormat: 'text'` a line for people. Secrets are masked by name. Bodies are never to be logged.
 */
export function createLogger(
  config: LogConfig,
  destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
): Logger {
  const options: LoggerOptions = {
    level: config.logLevel,
    base: {},
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    mixin: () => ({ ...contexts.getStore(), ...traceFields(config.googleCloudProject) }),
    serializers: { err: loggableError },
    formatters: {
      level: (label: string) => ({ severity: severities[label] ?? 'DEFAULT' }),
      log: redacted,
    },
    hooks: {
      // pino would take the error's own message, in which drizzle puts the values of the statement's parameters.
      logMethod(args, method) {
        const [first]: unknown[] = args;
        if (first instanceof Error && args.length === 1) method.call(this, { err: first }, loggableError(first).message);
        else method.apply(this, args);
      },
    },
  };
  const log = pino(options, config.logFormat === 'text' ? textStream(destination) : destination);
  // pino formats the fields of an entry, but not those of a child; children inherit this method.
  const { child } = log;
  log.child = function childWithoutSecrets(this: Logger, bindings: Bindings, childOptions?: ChildLoggerOptions) {
    return Reflect.apply(child, this, [redacted(bindings), childOptions]);
  } as unknown as typeof child;
  return log;
}

/** The link from an entry to its span: https://cloud.google.com/trace/docs/trace-log-integration */
function traceFields(project: string | undefined): Record<string, unknown> {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span) return {};
  return {
    'logging.googleapis.com/trace': project ? `projects/${project}/traces/${span.traceId}` : span.traceId,
    'logging.googleapis.com/spanId': span.spanId,
    'logging.googleapis.com/trace_sampled': (span.traceFlags & 1) === 1,
  };
}
