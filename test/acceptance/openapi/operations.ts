/** A JSON Schema, or another part of an OpenAPI document. */
export type Json = { [key: string]: unknown };

export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; style?: string; schema: Json };

/** One operation of an OpenAPI document. */
export type Operation = {
  operationId: string;
  method: string;
  /** Template: `/v1/vehicles/{id}:retire`. */
  path: string;
  /** Path of the resource: `vehicles`. */
  resource: string;
  parameters: Parameter[];
  /** Schema of the JSON body, where one is taken. */
  body: Json | undefined;
  responses: Record<string, Json>;
  summary: string | undefined;
};

/** Every operation of a document, its references to responses resolved. */
export function operationsOf(document: Json): Operation[] {
  return Object.entries(document.paths as Record<string, Json>).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Json>).map(([method, operation]) => ({
      operationId: operation.operationId as string,
      method: method.toUpperCase(),
      path,
      resource: /^\/v1\/([a-z-]+)/.exec(path)?.[1] ?? '',
      parameters: (operation.parameters ?? []) as Parameter[],
      body: schemaOf((operation.requestBody as Json | undefined)?.content),
      responses: Object.fromEntries(
        Object.entries(operation.responses as Record<string, Json>).map(([status, answer]) => [
          status,
          resolve(document, answer),
        ]),
      ),
      summary: operation.summary as string | undefined,
    })),
  );
}

/** The schema behind a `$ref` of the document, however many there are on the way; other schemas as they are. */
export function resolve(document: Json, schema: Json): Json {
  if (typeof schema.$ref !== 'string') return schema;
  const found = schema.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, part) => (node as Json | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  if (found === undefined) throw new Error(`${schema.$ref} leads nowhere.`);
  return resolve(document, found as Json);
}

/** The schema of JSON content, also of a problem detail. */
export function schemaOf(content: unknown): Json | undefined {
  const [type] = Object.values((content ?? {}) as Record<string, { schema?: Json }>);
  return type?.schema;
}
