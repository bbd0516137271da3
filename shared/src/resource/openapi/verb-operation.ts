import type { Domain } from '../../runtime/domain.ts';
import type { Verb } from '../verb.ts';
import { type Json, jsonSchemaOf } from './json-schema.ts';
import { camelPath, content, idempotencyKey, idParameter, lastEventId, pascal, responses, tenantHeader } from './parts.ts';

export function describeVerb(verb: Verb, domain: Domain, add: (path: string, method: string, operation: Json) => void): void {
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
    // The holder of a secret needs no account, and the secret says whose tenant it is.
    ...(verb.holder ? { security: [{ secret: [] }] } : {}),
    parameters: [
      ...(verb.target === 'item' ? [idParameter] : []),
      ...(verb.holder ? [] : [tenantHeader]),
      ...(verb.mediaTypes.includes('text/event-stream') ? [lastEventId] : []),
      ...(verb.method === 'POST' ? [idempotencyKey] : []),
      ...inQuery,
    ],
    ...(verb.method === 'POST' ? { requestBody: { required: required.length > 0, content: content(input) } } : {}),
    responses: responses(
      { [verb.status]: { description: verb.summary, content: answers(verb) } },
      verb.method === 'POST' ? [404, 409, 412, 413, 415, 422] : [404, 409, 422],
    ),
  });
}

function answers(verb: Verb): Json {
  if (verb.mediaTypes.length === 0) return content(jsonSchemaOf(verb.output, 'output'));
  const text = jsonSchemaOf(verb.output, 'output');
  return Object.fromEntries(verb.mediaTypes.map((mediaType) => [mediaType, { schema: text }]));
}
