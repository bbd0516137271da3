import { type ZodType, z } from 'zod';

export type Json = Record<string, unknown>;

/** JSON Schema of a zod schema, as a request or as an answer. */
export function jsonSchemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }) as Json;
  return rest;
}
