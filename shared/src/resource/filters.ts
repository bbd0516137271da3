import { z } from 'zod';
import { type FieldError, invalidFields } from '../errors.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { Parameters } from './parameters.ts';
import type { Resource } from './resource.ts';

export const operators = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'startsWith', 'isNull'] as const;
export type Operator = (typeof operators)[number];

type Filter = { field: Field; operator: Operator; values: unknown[] };

const comparison: Partial<Record<Operator, string>> = { eq: '=', ne: 'is distinct from', gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** Operators that make sense for a field. */
export function operatorsOf(field: Field): readonly Operator[] {
  const type = field.sqlType;
  if (type.endsWith('[]')) return ['contains', 'isNull'];
  if (/^(json|point)/.test(type)) return ['isNull'];
  if (/^(varchar|text)/.test(type)) return operators;
  if (type === 'boolean' || type === 'uuid') return ['eq', 'ne', 'in', 'isNull'];
  if (type === 'inet') return ['eq', 'ne', 'isNull'];
  return ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'isNull'];
}

/** A query parameter as it names a filter: `year` or `year[gte]`. */
export function filterParameter(name: string): { key: string; operator: string } | undefined {
  const match = /^([A-Za-z][A-Za-z0-9]*)(?:\[([A-Za-z]+)\])?$/.exec(name);
  return match ? { key: match[1] as string, operator: match[2] ?? 'eq' } : undefined;
}

/**
 * Reads filters from query parameters: `year[gte]=2020`, `make=Volvo`, `operationalStatus[in]=available,in_use`,
 * `homeDepotId[isNull]=true`. Conditions on several parameters all hold.
 *
 * @throws invalid fields, naming every parameter that is unknown, whose operator does not fit, or whose value is of the wrong type.
 */
export function parseFilters(resource: Resource, query: ReadonlyMap<string, string>): Filter[] {
  const fields = fieldsOf(resource);
  const wrong: FieldError[] = [];
  const filters: Filter[] = [];
  for (const [name, text] of query) {
    const parsed = filterParameter(name);
    const field = parsed && fields.get(parsed.key);
    if (!parsed || !field) {
      wrong.push({ path: name, message: `There is no parameter or field ${parsed?.key ?? name}.`, code: 'unknown_parameter' });
      continue;
    }
    const allowed = operatorsOf(field);
    if (!allowed.includes(parsed.operator as Operator)) {
      wrong.push({ path: name, message: `${field.key} takes ${allowed.join(', ')}.`, code: 'unknown_operator' });
      continue;
    }
    const operator = parsed.operator as Operator;
    const values = valuesOf(field, operator, text);
    if (typeof values === 'string') wrong.push({ path: name, message: values, code: 'invalid_value' });
    else filters.push({ field, operator, values });
  }
  if (wrong.length > 0) throw invalidFields(wrong);
  return filters;
}

function valuesOf(field: Field, operator: Operator, text: string): unknown[] | string {
  if (operator === 'isNull') return text === 'true' || text === 'false' ? [text === 'true'] : 'Write true or false.';
  const parts = operator === 'in' ? text.split(',') : [text];
  if (parts.length > 100) return 'At most 100 values.';
  const values: unknown[] = [];
  for (const part of parts) {
    const result = queryValue(field).safeParse(part);
    if (!result.success)
      return `"${part.slice(0, 60)}" is not a valid value: ${result.error.issues[0]?.message ?? 'wrong type'}.`;
    values.push(result.data);
  }
  return values;
}

/** A field's value written in a query string. */
function queryValue(field: Field): z.ZodType {
  const type = field.sqlType.replace('[]', '');
  if (type === 'boolean') return z.enum(['true', 'false']).transform((text) => text === 'true');
  if (type === 'integer')
    return z
      .string()
      .regex(/^-?\d{1,10}$/, 'a whole number')
      .transform(Number)
      .pipe(z.int32());
  if (type === 'bigint')
    return z
      .string()
      .regex(/^-?\d{1,15}$/, 'a whole number')
      .transform(Number);
  if (/^(numeric|double|real)/.test(type))
    return z
      .string()
      .regex(/^-?\d{1,15}(\.\d{1,15})?$/, 'a number')
      .transform(Number);
  if (type === 'uuid') return z.guid('a UUID');
  if (type === 'date') return z.iso.date('a date, YYYY-MM-DD');
  if (type.startsWith('timestamp'))
    return z.iso.datetime({ offset: true, error: 'a moment, such as 2026-01-31T12:00:00Z (write + as %2B)' });
  if (type === 'inet') return z.union([z.ipv4(), z.ipv6()], 'an IP address');
  return z.string().max(1000);
}

/** The SQL conditions of filters. */
export function filterSql(filters: readonly Filter[], alias: string, parameters: Parameters): string[] {
  return filters.map(({ field, operator, values }) => {
    const column = `${alias}.${field.column}`;
    if (operator === 'isNull') return `${column} is ${values[0] ? '' : 'not '}null`;
    const array = field.sqlType.endsWith('[]');
    if (array) return `${column} @> ${parameters.bind([values[0]])}::${field.sqlType}`;
    if (operator === 'in') return `${column} = any(${parameters.bind(values)}::${arrayType(field.sqlType)})`;
    if (operator === 'contains') return `${column} ilike ${parameters.bind(`%${escapeLike(String(values[0]))}%`)}`;
    if (operator === 'startsWith') return `${column} ilike ${parameters.bind(`${escapeLike(String(values[0]))}%`)}`;
    return `${column} ${comparison[operator]} ${parameters.bind(values[0])}::${baseType(field.sqlType)}`;
  });
}

/** `search=` looks for every word in any of the resource's search columns. */
export function searchSql(resource: Resource, text: string, alias: string, parameters: Parameters): string[] {
  const fields = fieldsOf(resource);
  const columns = resource.search.map((key) => fields.get(key)?.column ?? key);
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10)
    .map((word) => {
      const pattern = parameters.bind(`%${escapeLike(word)}%`);
      return `(${columns.map((column) => `${alias}.${column}::text ilike ${pattern}`).join(' or ')})`;
    });
}

/** Lengths do not matter to a comparison, and a cast to varchar(n) would cut. */
function baseType(sqlType: string): string {
  return sqlType.startsWith('varchar') ? 'text' : sqlType.replace(/\(.*\)/, '');
}

function arrayType(sqlType: string): string {
  return `${baseType(sqlType)}[]`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
