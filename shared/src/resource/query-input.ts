import type { ZodObject, z } from 'zod';
import { parseBody } from './body.ts';
import type { Call } from './call.ts';
import type { Verb } from './verb.ts';

/** Input of a GET verb: each parameter is text, and numbers and booleans are read from it where the schema asks for them. */
export function queryInput(verb: Verb, call: Call): unknown {
  const shape = (verb.input as ZodObject).shape ?? {};
  // Names are the caller's: `constructor` and `__proto__` must be unknown parameters, not members of every object.
  const values = [...call.query].map(([name, text]) => [name, typed(Object.hasOwn(shape, name) ? shape[name] : undefined, text)]);
  return parseBody(verb.input, Object.fromEntries(values));
}

function typed(schema: z.ZodType | undefined, text: string): unknown {
  const kind = schema ? innerKind(schema) : undefined;
  if (kind === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (kind === 'array') return text.split(',');
  return text;
}

function innerKind(schema: z.ZodType): string {
  const inner = (schema.def as { innerType?: z.ZodType }).innerType;
  return inner ? innerKind(inner) : schema.def.type;
}
