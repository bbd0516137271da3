import { context, trace } from '@opentelemetry/api';
import { addLogContext, createLogger, type LogConfig, withLogContext } from '@wheelhouse/shared/log.ts';
import { startTracing } from '@wheelhouse/shared/tracing/index.ts';
import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';

function logInto(config: Partial<LogConfig> = {}) {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = createLogger({ logLevel: 'info', logFormat: 'json', googleCloudProject: 'acme', ...config }, { write });
  return { log, lines, entry: () => JSON.parse(lines.at(-1) ?? '{}') };
}

test('an entry has the fields that Cloud Logging reads', () => {
  const { log, entry } = logInto();
  log.warn({ httpRequest: { status: 404 } }, 'not there');
  expect(entry()).toMatchObject({ severity: 'WARNING', message: 'not there', httpRequest: { status: 404 } });
  expect(new Date(entry().time).getTime()).toBeGreaterThan(0);
});

test('an entry names the trace it belongs to', async () => {
  await startTracing({ serviceName: 'test', config: { otelExporterOtlpEndpoint: undefined } });
  const { log, entry } = logInto();
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
  context.with(trace.setSpanContext(context.active(), span), () => log.info('inside'));
  expect(entry()).toMatchObject({
    'logging.googleapis.com/trace': `projects/acme/traces/${span.traceId}`,
    'logging.googleapis.com/spanId': span.spanId,
    'logging.googleapis.com/trace_sampled': true,
  });
});

test('entries carry the request and the tenant across asynchronous calls and not beyond', async () => {
  const { log, entry } = logInto();
  await withLogContext({ requestId: 'r1' }, async () => {
    await Promise.resolve();
    addLogContext({ tenantId: 't1' });
    log.info('inside');
  });
  expect(entry()).toMatchObject({ requestId: 'r1', tenantId: 't1' });
  log.info('outside');
  expect(entry()).not.toHaveProperty('requestId');
});

test('values named like secrets are masked wherever they stand', () => {
  const { log, lines } = logInto();
  const headers = { Authorization: 'Bearer s3cret', cookie: 's3cret', accept: 'text/html' };
  log.child({ apiToken: 's3cret' }).info({ headers, list: [{ client_secret: 's3cret', passwordHash: 's3cret' }] }, 'm');
  expect(lines.join()).not.toContain('s3cret');
  expect(lines.join()).toContain('text/html');
});

test('an error is logged with stack and causes but without the values of a statement', () => {
  const { log, lines, entry } = logInto();
  const report = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(ada@example.com)',
    table: 'users',
  });
  log.error(new DrizzleQueryError('insert into users values ($1)', ['ada@example.com'], report));
  expect(lines.join()).not.toContain('ada@example.com');
  expect(entry().message).toBe('Failed query: insert into users values ($1)');
  expect(entry().err).toMatchObject({ cause: { message: 'duplicate key', code: '23505', table: 'users' } });
  expect(entry().err.stack).toContain('log.test.ts');
});

test('the text format is one line with the stack below', () => {
  const { log, lines } = logInto({ logFormat: 'text' });
  log.info({ rows: 3, place: 'two words' }, 'stored');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {4}stored rows=3 place="two words"\n$/);
  log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  expect(lines[1]).toMatch(/ERROR {3}failed\n {4}Error: outer\n/);
  expect(lines[1]).toContain('caused by: Error: inner');
});
