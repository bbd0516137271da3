import { type ZodSafeParseResult, type ZodType, z } from 'zod';

/**
 * Parses a JSON value that anyone may have made. zod compares the length of whatever has one, also of what is neither text nor list,
 * and throws where that length is an object with a `toString` of its own, which JSON allows: such a value is invalid like any other.
 */
export function safeParse<T>(schema: ZodType<T>, value: unknown): ZodSafeParseResult<T> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof TypeError && hasToString(value))) throw error;
    const message = 'A member toString stands where it cannot be read. Leave it out.';
    return { success: false, error: new z.ZodError([{ code: 'custom', path: [], message }]) as z.ZodError<T> };
  }
}

/** Whether a value has a member `toString` anywhere. Without recursion, as messages may be nested deeper than the stack. */
function hasToString(value: unknown): boolean {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (next === null || typeof next !== 'object') continue;
    if (Object.hasOwn(next, 'toString')) return true;
    for (const part of Object.values(next)) open.push(part);
  }
  return false;
}
