import { columnName, tableMeta } from '../db/table.ts';
import { invalidFields } from '../errors.ts';
import { fieldsOf } from './fields.ts';
import type { ResourceRegistry } from './registry.ts';
import type { Resource } from './resource.ts';

/** Name of a resource's table in SQL; control-plane tables are in `platform`, the others where the scope says. */
export function tableSql(resource: Resource): string {
  const { name } = tableMeta(resource.table);
  return isPlatform(resource) ? `platform.${name}` : name;
}

/** Whether a resource belongs to the control plane. */
export function isPlatform(resource: Resource): boolean {
  return tableMeta(resource.table).area === 'platform';
}

/** What of a row an answer shows. */
export type Selection = { fields?: readonly string[]; include?: readonly string[] };

/** The most rows of a to-many include; more are read through the resource itself. */
export const includeLimit = 100;

/** Reads `fields=` and `include=`; throws naming every unknown one. */
export function parseSelection(
  resource: Resource,
  query: { fields?: string | undefined; include?: string | undefined },
): Selection {
  const known = fieldsOf(resource);
  const fields = listOf(query.fields);
  const include = listOf(query.include);
  const wrong = [
    ...(fields ?? [])
      .filter((key) => !known.has(key))
      .map((key) => ({
        path: 'fields',
        message: `There is no field ${key}. Fields: ${[...known.keys()].join(', ')}.`,
        code: 'unknown_field',
      })),
    ...(include ?? [])
      .filter((key) => !Object.hasOwn(resource.includes, key))
      .map((key) => ({
        path: 'include',
        message: `${key} cannot be included. Includes: ${Object.keys(resource.includes).join(', ') || 'none'}.`,
        code: 'unknown_include',
      })),
  ];
  if (wrong.length > 0) throw invalidFields(wrong);
  return { ...(fields ? { fields } : {}), ...(include ? { include } : {}) };
}

function listOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}

/** The select list whose row, turned to JSON, is the answer. `id` is always there. */
export function projectionSql(resource: Resource, registry: ResourceRegistry, alias: string, selection: Selection = {}): string {
  const wanted = selection.fields ? new Set(['id', ...selection.fields]) : undefined;
  const columns = [...fieldsOf(resource).values()]
    .filter((field) => !wanted || wanted.has(field.key))
    .map((field) => `${field.json(alias)} as "${field.key}"`);
  const included = (selection.include ?? []).map((name) => `${includeSql(resource, registry, alias, name)} as "${name}"`);
  return [...columns, ...included].join(', ');
}

function includeSql(resource: Resource, registry: ResourceRegistry, alias: string, name: string): string {
  const include = resource.includes[name];
  if (!include) throw new Error(`Resource ${resource.path} has no include ${name}.`);
  const other = registry.get('one' in include ? include.one : include.many);
  const inner = `${alias}_${name.toLowerCase()}`;
  const rows = `select ${projectionSql(other, registry, inner)} from ${tableSql(other)} ${inner}`;
  // The keys of control-plane tables are the id alone.
  const sameTenant = [resource, other].some(isPlatform) ? '' : `${inner}.tenant_id = ${alias}.tenant_id and `;
  if ('one' in include) {
    const via = columnName(resource.table, include.via);
    return `(select row_to_json(x) from (${rows} where ${sameTenant}${inner}.id = ${alias}.${via}) x)`;
  }
  const by = columnName(other.table, include.by);
  const many = `${rows} where ${sameTenant}${inner}.${by} = ${alias}.id order by ${inner}.id limit ${includeLimit}`;
  return `(select coalesce(json_agg(x), '[]') from (${many}) x)`;
}
