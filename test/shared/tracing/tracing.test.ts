import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { traceRequests } from '@wheelhouse/shared/middleware/index.ts';
import { extractTrace, injectTrace, startTracing, withMessageSpan, withSpan } from '@wheelhouse/shared/tracing/index.ts';
import { Hono } from 'hono';
import { afterEach, beforeAll, expect, test } from 'vitest';

const callerTraceId = '0af7651916cd43dd8448eb211c80319c';
const caller = `00-${callerTraceId}-b7ad6b7169203331-01`;

beforeAll(() => startTracing({ serviceName: 'test', config: { otelExporterOtlpEndpoint: undefined } }));
afterEach(() => trace.disable());

function recordSpans() {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  return () => exporter.getFinishedSpans();
}

/** A function that publishes a message with the attributes that it returns. */
function publisher() {
  return new Hono().use(traceRequests()).post('/v1/vehicles/:id', async (c) => c.json(injectTrace({ kind: 'vehicle' })));
}

async function publish(headers: Record<string, string> = {}): Promise<Record<string, string>> {
  const response = await publisher().request('/v1/vehicles/7', { method: 'POST', headers });
  return (await response.json()) as Record<string, string>;
}

test('a trace that starts in a request continues in the consumer of the message and its transaction', async () => {
  const spans = recordSpans();
  const attributes = await publish({ traceparent: caller });
  const message = { subscription: 'event-dispatch', messageId: '1', attributes };
  await withMessageSpan(message, () => withSpan('db.transaction', { 'db.operation.name': 'x' }, async () => {}));

  const [request, transaction, consumer] = spans();
  expect(request).toMatchObject({ name: 'POST /v1/vehicles/:id', kind: SpanKind.SERVER });
  expect(request?.attributes).toMatchObject({ 'http.route': '/v1/vehicles/:id', 'http.response.status_code': 200 });
  expect(request?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
  expect(consumer).toMatchObject({ name: 'process event-dispatch', kind: SpanKind.CONSUMER });
  expect(consumer?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
  expect(transaction?.parentSpanContext?.spanId).toBe(consumer?.spanContext().spanId);
  expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(new Set([callerTraceId]));
});

test('with no exporter the caller’s trace is carried on all the same', async () => {
  const attributes = await publish({ traceparent: caller, tracestate: 'vendor=1' });
  expect(attributes).toEqual({ kind: 'vehicle', traceparent: caller, tracestate: 'vendor=1', googclient_traceparent: caller });
});

test('with no exporter and no caller a new trace begins and reaches the consumer', async () => {
  const attributes = await publish();
  expect(attributes.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  const traceId = await withMessageSpan({ subscription: 's', messageId: '1', attributes }, (span) => span.spanContext().traceId);
  expect(attributes.traceparent).toContain(traceId);
  expect((await publish()).traceparent).not.toBe(attributes.traceparent);
});

test('a message of a Google client that carries only its own attribute continues its trace', () => {
  const carried = trace.getSpanContext(extractTrace({ googclient_traceparent: caller }));
  expect(carried?.traceId).toBe(callerTraceId);
});

test.each(['', 'nonsense', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])(
  'an invalid traceparent "%s" is ignored',
  async (traceparent) => {
    expect((await publish({ traceparent })).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  },
);

test('an error marks its span as failed and goes on to the caller', async () => {
  const spans = recordSpans();
  await expect(withSpan('work', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(spans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
  expect(spans()[0]?.events[0]?.attributes).toMatchObject({ 'exception.message': 'no' });
});

test('injecting outside of a trace leaves the attributes as they are', () => {
  expect(context.with(trace.deleteSpan(context.active()), () => injectTrace({ kind: 'vehicle' }))).toEqual({ kind: 'vehicle' });
});

test('with an endpoint spans are sent to it over OTLP, the last ones at shutdown', async () => {
  const received: { path: string | undefined; body: string }[] = [];
  const collector = createServer(async (request, response) => {
    received.push({ path: request.url, body: await text(request) });
    response.setHeader('Content-Type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

  const tracing = await startTracing({ serviceName: 'fleet', config: { otelExporterOtlpEndpoint: endpoint } });
  await withSpan('work', {}, async () => {});
  await tracing.shutdown();
  collector.close();

  expect(received).toHaveLength(1);
  expect(received[0]?.path).toBe('/v1/traces');
  const [resource] = JSON.parse(received[0]?.body ?? '{}').resourceSpans;
  expect(resource.resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'fleet' } });
  expect(resource.scopeSpans[0].spans[0].name).toBe('work');
});

test('without an endpoint the SDK is not loaded', () => {
  const script = `
    import { createRequire } from 'node:module';
    const { startTracing } = await import('@wheelhouse/shared/tracing/index.ts');
    await startTracing({ serviceName: 'test', config: {} });
    console.log(Object.keys(createRequire(import.meta.url).cache).join('\\n'));`;
  const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(loaded).toContain('@opentelemetry/core');
  expect(loaded).not.toMatch(/@opentelemetry\/(sdk|exporter|otlp|resources)/);
});
