import type { Domain } from '../runtime/domain.ts';
import { shareDefinitions } from './openapi/definitions.ts';
import type { Json } from './openapi/json-schema.ts';
import { commonErrors, problem } from './openapi/problems.ts';
import { describeResource } from './openapi/resource-operations.ts';
import { describeVerb } from './openapi/verb-operation.ts';

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
        secret: {
          type: 'http',
          scheme: 'bearer',
          description: 'The secret of a link that was shared (whs_…); no account is needed.',
        },
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

export { jsonSchemaOf } from './openapi/json-schema.ts';
