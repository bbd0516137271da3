import { z } from 'zod';
import { invalidField } from '../errors.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { Parameters } from './parameters.ts';
import type { Resource } from './resource.ts';

export type SortKey = { field: Field; descending: boolean };

/** Reads `sort=-year,make`. The id is always the last key, so that the order is total. */
export function parseSort(resource: Resource, text: string | undefined): SortKey[] {
  const fields = fieldsOf(resource);
  const keys: SortKey[] = [];
  for (const part of (text ?? '').split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const descending = part.startsWith('-');
    const name = descending ? part.slice(1) : part;
    const field = fields.get(name);
    if (!field?.sortable) {
      const sortable = [...fields.values()].filter((one) => one.sortable).map((one) => one.key);
      throw invalidField(
        'sort',
        `Cannot sort by ${name}. Sort by: ${sortable.join(', ')}; a leading minus reverses.`,
        'unknown_field',
      );
    }
    if (!keys.some((key) => key.field.key === name)) keys.push({ field, descending });
  }
  if (keys.length > 4) throw invalidField('sort', 'Sort by at most four fields.', 'too_many');
  const id = fields.get('id') as Field;
  if (!keys.some((key) => key.field.key === 'id')) keys.push({ field: id, descending: keys.at(-1)?.descending ?? false });
  return keys;
}

export function orderSql(keys: readonly SortKey[], alias: string): string {
  return keys.map((key) => `${alias}.${key.field.column}${key.descending ? ' desc' : ''}`).join(', ');
}

/** SQL of the values that a cursor holds: the row's sort keys as text. */
export function cursorSql(keys: readonly SortKey[], alias: string): string {
  return `json_build_array(${keys.map((key) => `${alias}.${key.field.column}::text`).join(', ')})`;
}

const content = z.strictObject({ s: z.string(), k: z.array(z.string().nullable()) });

/** An opaque cursor: the sort it belongs to and the sort keys of the last row. */
export function encodeCursor(keys: readonly SortKey[], values: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify({ s: signature(keys), k: values })).toString('base64url');
}

/** The values of a cursor made for the same sort; throws where it is none. */
export function decodeCursor(keys: readonly SortKey[], cursor: string): (string | null)[] {
  const parsed = content.safeParse(fromBase64Json(cursor));
  if (!parsed.success)
    throw invalidField('cursor', 'This is not a cursor that a list answered with. Start again without one.', 'invalid_cursor');
  const { s, k } = parsed.data;
  if (s !== signature(keys))
    throw invalidField('cursor', `This cursor belongs to sort=${s}. Keep the sort of the first page.`, 'invalid_cursor');
  if (k.length !== keys.length || k.some((value, index) => !plausible(keys[index] as SortKey, value))) {
    throw invalidField('cursor', 'This cursor was changed. Start again without one.', 'invalid_cursor');
  }
  return k;
}

/** A hostile cursor must fail here, not as a cast error in the database. */
function plausible(key: SortKey, value: string | null): boolean {
  if (value === null) return key.field.nullable;
  const type = key.field.sqlType;
  if (type === 'uuid') return z.guid().safeParse(value).success;
  if (type === 'integer') return /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) < 2 ** 31;
  if (type === 'bigint') return /^-?\d{1,18}$/.test(value);
  if (/^(numeric|double|real)/.test(type)) return /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?$/.test(value);
  if (type === 'boolean') return value === 'true' || value === 'false';
  if (type === 'date') return z.iso.date().safeParse(value).success;
  if (type.startsWith('timestamp'))
    return (
      /^\d{4}-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,6})?[+-]\d\d$/.test(value) &&
      !Number.isNaN(Date.parse(value.replace(' ', 'T').concat(':00')))
    );
  if (type === 'inet') return /^[0-9a-fA-F.:]{2,45}(\/\d{1,3})?$/.test(value);
  return !value.includes('\0') && value.length <= 100_000;
}

/** The condition that a row comes after the cursor. Nulls sort as the greatest value, as PostgreSQL's default order has them. */
export function afterSql(
  keys: readonly SortKey[],
  values: readonly (string | null)[],
  alias: string,
  parameters: Parameters,
): string {
  const alternatives: string[] = [];
  const equal: string[] = [];
  keys.forEach((key, index) => {
    const column = `${alias}.${key.field.column}`;
    const value = values[index] ?? null;
    const bound =
      value === null
        ? 'null'
        : `${parameters.bind(value)}::${key.field.sqlType.startsWith('varchar') ? 'text' : key.field.sqlType}`;
    const beyond = beyondSql(key, column, value, bound);
    if (beyond) alternatives.push([...equal, beyond].join(' and '));
    equal.push(value === null ? `${column} is null` : `${column} = ${bound}`);
  });
  return alternatives.length === 1 ? (alternatives[0] as string) : `(${alternatives.map((one) => `(${one})`).join(' or ')})`;
}

function beyondSql(key: SortKey, column: string, value: string | null, bound: string): string | undefined {
  if (value === null) return key.descending ? `${column} is not null` : undefined;
  if (key.descending) return `${column} < ${bound}`;
  return key.field.nullable ? `(${column} > ${bound} or ${column} is null)` : `${column} > ${bound}`;
}

function signature(keys: readonly SortKey[]): string {
  return keys.map((key) => `${key.descending ? '-' : ''}${key.field.key}`).join(',');
}

function fromBase64Json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
