import { randomUUID } from 'node:crypto';
import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { loggableError } from '../log/loggable-error.ts';
import { extractTrace } from './carrier.ts';

type SpanOptions = { kind?: SpanKind; parent?: Context };

/**
 * Runs `fn` inside a span that ends when `fn` does and that an error marks as failed. Where nothing records, the trace goes
 * on all the same: the caller's ids are kept, and without a caller a new trace begins, so that logs of all functions can be joined.
 *
 * @param options.parent the context of the caller; the active one by default
 */
export async function withSpan<Result>(
  name: string,
  attributes: Attributes,
  fn: (span: Span) => Result | Promise<Result>,
  { kind = SpanKind.INTERNAL, parent = context.active() }: SpanOptions = {},
): Promise<Result> {
  const started = trace.getTracer('wheelhouse').startSpan(name, { attributes, kind }, parent);
  const span = isSpanContextValid(started.spanContext()) ? started : unrecordedRoot();
  try {
    return await context.with(trace.setSpan(parent, span), () => fn(span));
  } catch (error) {
    const { type, message, stack } = loggableError(error);
    span.recordException({ name: type, message, stack });
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/**
 * The processing of a Pub/Sub message, as a continuation of the trace that its attributes carry.
 * Names: https://opentelemetry.io/docs/specs/semconv/messaging/gcp-pubsub/
 */
export function withMessageSpan<Result>(
  message: { subscription: string; messageId: string; attributes?: Readonly<Record<string, string>> | null },
  fn: (span: Span) => Result | Promise<Result>,
): Promise<Result> {
  const attributes = {
    'messaging.system': 'gcp_pubsub',
    'messaging.operation.type': 'process',
    'messaging.destination.subscription.name': message.subscription,
    'messaging.message.id': message.messageId,
  };
  const options = { kind: SpanKind.CONSUMER, parent: extractTrace(message.attributes ?? {}) };
  return withSpan(`process ${message.subscription}`, attributes, fn, options);
}

/** The root of a trace that nobody records: its flags say so to the functions that follow. */
function unrecordedRoot(): Span {
  return trace.wrapSpanContext({
    // Node keeps a store of random UUIDs; asking for bytes costs a system call a request.
    traceId: randomUUID().replaceAll('-', ''),
    spanId: randomUUID().replaceAll('-', '').slice(0, 16),
    traceFlags: TraceFlags.NONE,
  });
}
