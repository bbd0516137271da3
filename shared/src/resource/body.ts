import { type ZodType, z } from 'zod';
import { type FieldError, fieldsFromZod, invalidFields, invalidRequest } from '../errors.ts';
import { safeParse } from '../safe-parse.ts';
import { fieldsOf } from './fields.ts';
import { jsonDepth } from './json-depth.ts';
import type { Resource } from './resource.ts';

const schemas = new WeakMap<Resource, { create: ZodType; update: ZodType; read: ZodType }>();

/** What a client may send to create and update a row, and what an answer holds. Unknown and verb-owned fields are refused by name. */
export function bodySchemas(resource: Resource): { create: ZodType; update: ZodType; read: ZodType } {
  let made = schemas.get(resource);
  if (!made) {
    const fields = [...fieldsOf(resource).values()];
    const writable = fields.filter((field) => field.writable);
    const create = z.strictObject(
      Object.fromEntries(writable.map((field) => [field.key, field.required ? field.write : field.write.optional()])),
    );
    const update = z.strictObject(Object.fromEntries(writable.map((field) => [field.key, field.write.optional()])));
    const read = z.object(Object.fromEntries(fields.map((field) => [field.key, field.read])));
    made = { create, update, read };
    schemas.set(resource, made);
  }
  return made;
}

/** Parses a value or throws every invalid field; `prefix` is where the value stands in the body. */
export function parseBody<T>(schema: ZodType<T>, value: unknown, prefix = ''): T {
  const result = safeParse(schema, value);
  if (result.success) return result.data;
  throw invalidFields(fieldErrors(result.error.issues, prefix));
}

function fieldErrors(issues: z.core.$ZodIssue[], prefix: string): FieldError[] {
  return fieldsFromZod(issues).map((field) => ({
    ...field,
    path: prefix ? `${prefix}${field.path ? `.${field.path}` : ''}` : field.path,
  }));
}

/** Levels of arrays and objects in a body (RFC 8259, section 9, allows a limit); far deeper ones overflow the stack of what reads them. */
const depthLimit = 100;

/**
 * Parses JSON and refuses what cannot be stored as it was sent: NUL characters, broken surrogate pairs, numbers beyond double
 * precision, and nesting beyond 100 levels.
 *
 * @throws invalid request, saying what is wrong with the text.
 */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw invalidRequest('The body is empty. Send JSON.');
  if (jsonDepth(text) > depthLimit) throw invalidRequest(`The body is nested deeper than ${depthLimit} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidRequest(`The body is not JSON: ${(error as Error).message}.`);
  }
  // Only an escape can bring such characters in, and only many digits such numbers; most bodies have neither and are not walked.
  if (text.includes('\\u') || /[eE]\+?\d{3}|\d{300}/.test(text)) refuseUnstorable(value, '');
  return value;
}

function refuseUnstorable(value: unknown, path: string): void {
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    throw invalidRequest(`${path || 'The body'} is a number too large to be kept (beyond 1.7e308).`);
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      throw invalidRequest(`${path || 'The body'} holds a character that cannot be stored (NUL or half a surrogate pair).`);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      refuseUnstorable(item, `${path}[${index}]`);
    });
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      refuseUnstorable(key, 'A field name');
      refuseUnstorable(item, path ? `${path}.${key}` : key);
    }
  }
}
