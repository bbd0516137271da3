import type { Json } from './json-schema.ts';

export const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

export const content = (schema: Json): Json => ({ 'application/json': { schema } });

export const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const camelPath = (path: string): string => pascal(path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));

export function responses(success: Json, errors: readonly number[]): Json {
  return {
    ...success,
    ...Object.fromEntries(
      [...errors, 400, 401, 403, 429, 503].sort().map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
    ),
  };
}

export const header = (name: string, description: string, required = false): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});

export const query = (name: string, schema: Json, description: string): Json => ({ name, in: 'query', description, schema });

export const idParameter: Json = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

export const tenantHeader = header('X-Tenant', 'Id or slug of the tenant, for who belongs to several.');

export const idempotencyKey = header(
  'Idempotency-Key',
  'A UUID of your own: repeating the request with it has no second effect.',
);

export const lastEventId: Json = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'Id of the last event that was received: the stream goes on after it.',
  schema: { type: 'string', minLength: 1, maxLength: 8000 },
};

export const etagHeader: Json = { ETag: { description: 'Version of the row, for If-Match.', schema: { type: 'string' } } };

export const limitParameter = query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'Rows a page.');
