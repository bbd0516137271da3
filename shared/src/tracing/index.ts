/** Traces across functions: start, spans, and what carries a trace from one function to the next. */
export { extractTrace, injectTrace } from './carrier.ts';
export { withMessageSpan, withSpan } from './span.ts';
export { startTracing, type Tracing } from './start.ts';
