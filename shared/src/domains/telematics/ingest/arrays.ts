/**
 * Array literals of PostgreSQL, written directly: the driver's own way quotes and escapes every element, which costs more than
 * the rest of a batch.
 */
export function numberArray(values: readonly (number | undefined)[]): string {
  return `{${values.map((value) => value ?? 'null').join(',')}}`;
}

/** Ids need no quotes. */
export function uuidArray(values: readonly string[]): string {
  return `{${values.join(',')}}`;
}

export function textArray(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
