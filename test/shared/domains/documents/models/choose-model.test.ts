import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { afterEach, expect, it, vi } from 'vitest';
import { documentOf, startModelServer } from './model-server.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const complete = {
  vertex: {
    DOCUMENT_MODEL_PROVIDER: 'vertex',
    DOCUMENT_MODEL: 'gemini-2.5-flash',
    DOCUMENT_MODEL_INPUT_USD_PER_MILLION: '0.30',
    DOCUMENT_MODEL_OUTPUT_USD_PER_MILLION: '2.50',
    GOOGLE_CLOUD_PROJECT: 'p1',
  },
  anthropic: {
    DOCUMENT_MODEL_PROVIDER: 'anthropic',
    DOCUMENT_MODEL: 'claude-haiku-4-5',
    DOCUMENT_MODEL_INPUT_USD_PER_MILLION: '1',
    DOCUMENT_MODEL_OUTPUT_USD_PER_MILLION: '5',
    ANTHROPIC_API_KEY: 'key-1',
  },
};

it.each(['vertex', 'anthropic'] as const)('A model of %s needs its name, its prices and its credentials', (provider) => {
  expect(readConfig(complete[provider])).toMatchObject({ documentModelProvider: provider, documentModelBudgetUsd: 100 });
  for (const name of Object.keys(complete[provider]).filter((one) => one !== 'DOCUMENT_MODEL_PROVIDER')) {
    expect(() => readConfig({ ...complete[provider], [name]: '' })).toThrow(
      `${name}=: must be set with DOCUMENT_MODEL_PROVIDER=${provider}`,
    );
  }
  expect(() => readConfig({ ...complete[provider], DOCUMENT_MODEL_INPUT_USD_PER_MILLION: '-1' })).toThrow('from 0 to 10000');
});

it('Choosing a model loads no client: that is left to its first call', async () => {
  const url = import.meta.resolve('@wheelhouse/shared/domains/documents/models/index.ts');
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { documentModel } = await import(${JSON.stringify(url)});
    const prices = { inputUsdPerMillion: 1, outputUsdPerMillion: 1 };
    documentModel({ provider: 'vertex', project: 'p', location: 'l', model: 'm', prices });
    documentModel({ provider: 'anthropic', apiKey: 'k', model: 'm', prices });
    documentModel({ provider: 'embedded', embeddings: async () => { throw new Error('asked'); } });
    console.log(loaded.filter((one) => /node_modules.(ai|@ai-sdk|@energetic-ai|google-auth-library)./.test(one)).join());`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout.trim() + stderr).toBe('');
});

it('Keys and addresses of the environment that are not ours are not used, and nothing is reported', async () => {
  vi.stubEnv('GOOGLE_VERTEX_API_KEY', 'another');
  vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9');
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'another');
  const reported: unknown[] = [];
  vi.stubGlobal('AI_SDK_TELEMETRY_INTEGRATIONS', [{ onStart: (event: unknown) => void reported.push(event) }]);
  const server = await startModelServer();
  server.answer({ json: { documentClass: 'other', confidence: 1, alternatives: [] } });
  for (const provider of ['vertex', 'anthropic'] as const) await server.model(provider).classify(documentOf(['x']));
  vi.unstubAllGlobals();
  expect(
    server.received.map(({ headers }) => headers['x-goog-api-key'] ?? headers.authorization ?? headers['x-api-key']),
  ).toEqual(['Bearer token-1', 'key-1']);
  expect(reported).toEqual([]);
});
