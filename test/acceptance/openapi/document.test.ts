import { Validator } from '@seriousme/openapi-schema-validator';
import { createOpenApi } from '@wheelhouse/shared/resource/openapi.ts';
import { expect, it } from 'vitest';
import { type Json, operationsOf, resolve } from './operations.ts';
import { servedDomains } from './served.ts';

const document = createOpenApi('common', servedDomains);
const operations = operationsOf(document);

it('is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

it('has an operation for every resource and verb of every domain', () => {
  const paths = new Set(operations.map(({ method, path }) => `${method} ${path}`));
  for (const { on, name, target, method } of servedDomains.flatMap((domain) => domain.verbs)) {
    expect(paths).toContain(`${method} /v1/${on}${target === 'item' ? '/{id}' : ''}:${name}`);
  }
  for (const resource of servedDomains.flatMap((domain) => domain.resources)) {
    if (resource.operations.includes('list')) expect(paths).toContain(`GET /v1/${resource.path}`);
  }
});

it('names every operation once', () => {
  const ids = operations.map((operation) => operation.operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('names no parameter of an operation twice', () => {
  for (const { operationId, parameters } of operations) {
    const names = parameters.map((one) => `${one.in} ${one.name}`);
    expect(
      names.filter((name, index) => names.indexOf(name) !== index),
      operationId,
    ).toEqual([]);
  }
});

it('has no reference that leads nowhere', () => {
  const references = referencesOf(document);
  expect(references.length).toBeGreaterThan(100);
  for (const $ref of references) expect(() => resolve(document, { $ref }), $ref).not.toThrow();
});

it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  'says what %s does, what it answers and how it fails',
  (_, { summary, responses, method }) => {
    expect(summary).toMatch(/\S{3}/);
    const statuses = Object.keys(responses).map(Number);
    expect(statuses.filter((status) => status >= 200 && status < 300)).toHaveLength(1);
    expect(statuses).toEqual(expect.arrayContaining([400, 401, 403, 422, 429, 503]));
    if (method === 'POST' || method === 'PATCH') expect(statuses).toEqual(expect.arrayContaining([413, 415]));
    for (const status of statuses.filter((one) => one >= 400)) {
      expect(Object.keys(responses[status]?.content as Json)).toEqual(['application/problem+json']);
    }
  },
);

function referencesOf(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : referencesOf(value),
  );
}
