import { batchSchema } from '../batch.ts';
import { bodySchemas } from '../body.ts';
import { changesSchema } from '../changes.ts';
import { fieldsOf } from '../fields.ts';
import { operatorsOf } from '../filters.ts';
import { includeLimit } from '../projection.ts';
import type { Resource } from '../resource.ts';
import { type Json, jsonSchemaOf } from './json-schema.ts';
import {
  camelPath,
  content,
  etagHeader,
  header,
  idempotencyKey,
  idParameter,
  limitParameter,
  pascal,
  query,
  reference,
  responses,
  tenantHeader,
} from './parts.ts';
import { batchAnswer, listSchema, withIncludes } from './resource-schemas.ts';

export function describeResource(
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
        [410, 422],
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
