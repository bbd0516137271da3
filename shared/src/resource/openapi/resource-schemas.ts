import type { Resource } from '../resource.ts';
import type { Json } from './json-schema.ts';
import { reference } from './parts.ts';

export function listSchema(name: string): Json {
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

export function batchAnswer(name: string): Json {
  const rows = { type: 'array', items: reference(name) };
  return {
    type: 'object',
    required: ['created', 'updated', 'deleted'],
    properties: { created: rows, updated: rows, deleted: { type: 'array', items: { type: 'string', format: 'uuid' } } },
  };
}

/** `fields=` may leave out any field but the id, and includes add some. */
export function withIncludes(schema: Json, resource: Resource): Json {
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
