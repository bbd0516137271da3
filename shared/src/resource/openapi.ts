import { type ZodType, z } from 'zod';
import type { Domain } from '../runtime/domain.ts';
import { batchSchema } from './batch.ts';
import { bodySchemas } from './body.ts';
import { changesSchema } from './changes.ts';
import { shareDefinitions } from './definitions.ts';
import { fieldsOf } from './fields.ts';
import { operatorsOf } from './filters.ts';
import { includeLimit } from './projection.ts';
import type { Resource } from './resource.ts';
import type { Verb } from './verb.ts';

type Json = Record<string, unknown>;

const problem: Json = {
  type: 'object',
  description: 'Problem detail (RFC 9457).',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable; branch on this.' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      description: 'Every invalid field.',
      items: {
        type: 'object',
        required: ['path', 'message', 'code'],
        properties: { path: { type: 'string' }, message: { type: 'string' }, code: { type: 'string' } },
      },
    },
  },
};

const commonErrors: Record<string, string> = {
  400: 'The request cannot be read.',
  401: 'No token, or one that is expired, forged or revoked.',
  403: 'The token lacks a permission, which is named.',
  404: 'There is no such row, or not for you.',
  409: 'The change contradicts what is there.',
  412: 'The row has changed since the version in If-Match.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The request was read, but fields are invalid; each is named.',
  428: 'If-Match is required.',
  429: 'Too many requests; see Retry-After.',
  503: 'Try again after Retry-After.',
};

/** The OpenAPI 3.1 document of a function, from the same declarations that serve the requests. */
export function createOpenApi(name: string, domains: readonly Domain[]): Json {
  const schemas: Json = { Problem: problem };
  const paths: Record<string, Json> = {};
  const add = (path: string, method: string, operation: Json) => {
    paths[path] = { ...paths[path], [method]: operation };
  };
  for (const domain of domains) {
    for (const resource of domain.resources) describeResource(resource, domain.name, schemas, add);
    for (const verb of domain.verbs) describeVerb(verb, domain, add);
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: `Wheelhouse ${name}`,
      version: '1',
      description:
        'Every POST takes an Idempotency-Key; every update needs the ETag that was read in If-Match; lists take filters such as `year[gte]=2020`, `sort`, `fields`, `include`, `search` and an opaque `cursor`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: domains.map((domain) => ({ name: domain.name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A Firebase ID token or an API token (whk_…).' },
      },
      schemas,
      responses: Object.fromEntries(
        Object.entries(commonErrors).map(([status, description]) => [
          `Problem${status}`,
          { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
        ]),
      ),
    },
  };
  shareDefinitions(document, schemas);
  return document;
}

/** JSON Schema of a zod schema, as a request or as an answer. */
export function jsonSchemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }) as Json;
  return rest;
}

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: Json): Json => ({ 'application/json': { schema } });
const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const camelPath = (path: string): string => pascal(path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));

function responses(success: Json, errors: readonly number[]): Json {
  return {
    ...success,
    ...Object.fromEntries(
      [...errors, 400, 401, 403, 429, 503].sort().map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
    ),
  };
}

const header = (name: string, description: string, required = false): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});
const query = (name: string, schema: Json, description: string): Json => ({ name, in: 'query', description, schema });
const idParameter: Json = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const tenantHeader = header('X-Tenant', 'Id or slug of the tenant, for who belongs to several.');
const idempotencyKey = header('Idempotency-Key', 'A UUID of your own: repeating the request with it has no second effect.');
const etagHeader: Json = { ETag: { description: 'Version of the row, for If-Match.', schema: { type: 'string' } } };

function describeResource(
  resource: Resource,
  tag: string,
  schemas: Json,
  add: (path: string, method: string, operation: Json) => void,
): void {
  const name = pascal(resource.singular);
  const many = camelPath(resource.path);
  const bodies = bodySchemas(resource);
  const can = (operation: Resource['operations'][number]) => resource.operations.includes(operation);
  schemas[name] = withIncludes(jsonSchemaOf(bodies.read, 'output'), resource);
  if (can('create')) schemas[`${name}Create`] = jsonSchemaOf(bodies.create, 'input');
  if (can('update')) schemas[`${name}Update`] = jsonSchemaOf(bodies.update, 'input');
  schemas[`${name}List`] = listSchema(name);

  const base = `/v1/${resource.path}`;
  const shared = { tags: [tag] };
  const shown = [
    query('fields', { type: 'string' }, 'Only these fields, separated by commas.'),
    ...(Object.keys(resource.includes).length > 0
      ? [
          query(
            'include',
            { type: 'string' },
            `Related rows to show as well: ${Object.keys(resource.includes).join(', ')}. At most ${includeLimit} of each.`,
          ),
        ]
      : []),
  ];
  const row = (status: number): Json => ({
    [status]: { description: name, headers: etagHeader, content: content(reference(name)) },
  });
  if (can('list')) {
    add(base, 'get', {
      ...shared,
      operationId: `list${many}`,
      summary: resource.summary,
      parameters: [tenantHeader, ...listParameters(resource), ...shown],
      responses: responses(
        { 200: { description: `A page of ${resource.path}`, content: content(reference(`${name}List`)) } },
        [422],
      ),
    });
  }
  if (can('create')) {
    add(base, 'post', {
      ...shared,
      operationId: `create${name}`,
      summary: `Create a ${resource.singular}`,
      parameters: [tenantHeader, idempotencyKey],
      requestBody: { required: true, content: content(reference(`${name}Create`)) },
      responses: responses(row(201), [409, 413, 415, 422]),
    });
  }
  if (can('batch')) {
    add(`${base}:batch`, 'post', {
      ...shared,
      operationId: `batch${many}`,
      summary: `Create, update and delete ${resource.path}, all or nothing`,
      parameters: [tenantHeader, idempotencyKey],
      requestBody: { required: true, content: content(jsonSchemaOf(batchSchema(resource), 'input')) },
      responses: responses(
        { 200: { description: 'What was done', content: content(batchAnswer(name)) } },
        [404, 409, 412, 413, 415, 422],
      ),
    });
  }
  if (can('changes')) {
    add(`${base}:changes`, 'get', {
      ...shared,
      operationId: `changesOf${many}`,
      summary: `What happened to ${resource.path}, in order`,
      parameters: [tenantHeader, query('cursor', { type: 'string' }, 'Where the last page ended.'), limitParameter],
      responses: responses(
        { 200: { description: 'A page of changes', content: content(jsonSchemaOf(changesSchema, 'output')) } },
        [422],
      ),
    });
  }
  if (can('get')) {
    add(`${base}/{id}`, 'get', {
      ...shared,
      operationId: `get${name}`,
      summary: `One ${resource.singular}`,
      parameters: [
        idParameter,
        tenantHeader,
        header('If-None-Match', 'ETag that you hold: 304 if it still is the version.'),
        ...shown,
      ],
      responses: responses({ ...row(200), 304: { description: 'Not changed.' } }, [404, 422]),
    });
  }
  if (can('update')) {
    add(`${base}/{id}`, 'patch', {
      ...shared,
      operationId: `update${name}`,
      summary: `Change fields of a ${resource.singular}`,
      parameters: [idParameter, tenantHeader, header('If-Match', 'ETag that was read, or *.', true)],
      requestBody: { required: true, content: content(reference(`${name}Update`)) },
      responses: responses(row(200), [404, 409, 412, 413, 415, 422, 428]),
    });
  }
  if (can('delete')) {
    add(`${base}/{id}`, 'delete', {
      ...shared,
      operationId: `delete${name}`,
      summary: `Delete a ${resource.singular}`,
      parameters: [idParameter, tenantHeader, header('If-Match', 'ETag that was read, or *.')],
      responses: responses({ 204: { description: 'Deleted.' } }, [404, 409, 412, 422]),
    });
  }
}

function describeVerb(verb: Verb, domain: Domain, add: (path: string, method: string, operation: Json) => void): void {
  const base = `/v1/${verb.on}`;
  const path = verb.target === 'item' ? `${base}/{id}:${verb.name}` : `${base}:${verb.name}`;
  const singular = domain.resources.find((resource) => resource.path === verb.on)?.singular ?? verb.on;
  const input = jsonSchemaOf(verb.input, 'input');
  const required = (input.required as string[] | undefined) ?? [];
  const inQuery =
    verb.method === 'GET'
      ? Object.entries((input.properties ?? {}) as Record<string, Json>).map(([name, schema]) => ({
          name,
          in: 'query',
          required: required.includes(name),
          ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
          ...(schema.description ? { description: schema.description } : {}),
          schema,
        }))
      : [];
  add(path, verb.method.toLowerCase(), {
    tags: [domain.name],
    operationId: `${verb.target === 'item' ? singular : camelPath(verb.on).replace(/^./, (first) => first.toLowerCase())}${pascal(verb.name)}`,
    summary: verb.summary,
    ...(verb.description ? { description: verb.description } : {}),
    parameters: [
      ...(verb.target === 'item' ? [idParameter] : []),
      tenantHeader,
      ...(verb.method === 'POST' ? [idempotencyKey] : []),
      ...inQuery,
    ],
    ...(verb.method === 'POST' ? { requestBody: { required: required.length > 0, content: content(input) } } : {}),
    responses: responses(
      { [verb.status]: { description: verb.summary, content: content(jsonSchemaOf(verb.output, 'output')) } },
      verb.method === 'POST' ? [404, 409, 412, 413, 415, 422] : [404, 409, 422],
    ),
  });
}

const limitParameter = query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'Rows a page.');

function listParameters(resource: Resource): Json[] {
  const fields = [...fieldsOf(resource).values()];
  const sortable = fields.filter((field) => field.sortable).map((field) => field.key);
  return [
    limitParameter,
    query('cursor', { type: 'string' }, '`page.nextCursor` of the page before.'),
    query('sort', { type: 'string' }, `Fields separated by commas, a leading minus reverses: ${sortable.join(', ')}.`),
    query('total', { type: 'boolean', default: false }, 'Count all matching rows as well.'),
    ...(resource.search.length > 0
      ? [query('search', { type: 'string', maxLength: 500 }, `Words to find in ${resource.search.join(', ')}.`)]
      : []),
    ...fields.map((field) => ({
      name: field.key,
      in: 'query',
      style: 'deepObject',
      explode: true,
      description: `Filter: \`${field.key}[${operatorsOf(field)[0]}]=…\`; \`${field.key}=…\` means eq.`,
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(operatorsOf(field).map((operator) => [operator, { type: 'string' }])),
      },
    })),
  ];
}

function listSchema(name: string): Json {
  return {
    type: 'object',
    required: ['data', 'page'],
    properties: {
      data: { type: 'array', items: reference(name) },
      page: {
        type: 'object',
        required: ['nextCursor'],
        properties: {
          nextCursor: { type: ['string', 'null'], description: 'For the next page; null on the last.' },
          total: { type: 'integer', description: 'Only with total=true.' },
        },
      },
    },
  };
}

function batchAnswer(name: string): Json {
  const rows = { type: 'array', items: reference(name) };
  return {
    type: 'object',
    required: ['created', 'updated', 'deleted'],
    properties: { created: rows, updated: rows, deleted: { type: 'array', items: { type: 'string', format: 'uuid' } } },
  };
}

/** `fields=` may leave out any field but the id, and includes add some. */
function withIncludes(schema: Json, resource: Resource): Json {
  const included = Object.fromEntries(
    Object.entries(resource.includes).map(([name, include]) => [
      name,
      'one' in include
        ? { type: ['object', 'null'], description: `With include=${name}: the row of ${include.one}.` }
        : { type: 'array', items: { type: 'object' }, description: `With include=${name}: rows of ${include.many}.` },
    ]),
  );
  return {
    ...schema,
    required: ['id'],
    additionalProperties: false,
    properties: { ...(schema.properties as Json), ...included },
  };
}
