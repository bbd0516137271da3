import { type Context, context, defaultTextMapGetter, defaultTextMapSetter } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

/** Reads and writes `traceparent` and `tracestate` (W3C Trace Context, https://www.w3.org/TR/trace-context/). */
export const propagator = new W3CTraceContextPropagator();

/** Where Google's Pub/Sub clients put the trace of a message. */
const googleTraceParent = 'googclient_traceparent';

/** Writes the running trace, if there is one, into the attributes of a Pub/Sub message, and returns them. */
export function injectTrace(attributes: Record<string, string>): Record<string, string> {
  propagator.inject(context.active(), attributes, defaultTextMapSetter);
  if (attributes.traceparent) attributes[googleTraceParent] = attributes.traceparent;
  return attributes;
}

/** The context that the sender of these headers or message attributes ran in; the active one if they carry no trace. */
export function extractTrace(carrier: Readonly<Record<string, string | undefined>>): Context {
  const traceparent = carrier.traceparent ?? carrier[googleTraceParent];
  return propagator.extract(context.active(), { ...carrier, traceparent }, defaultTextMapGetter);
}
