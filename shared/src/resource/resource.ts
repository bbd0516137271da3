import type { ZodType } from 'zod';
import { type AnyTable, tableMeta } from '../db/table.ts';

export type Operation = 'list' | 'get' | 'create' | 'update' | 'delete' | 'batch' | 'changes';

/** Another resource's rows inside an answer: the one that a column refers to, or the many whose column refers back. */
export type Include = { one: string; via: string } | { many: string; by: string };

/** A table with its uniform HTTP interface. */
export type Resource = {
  /** Path below `/v1`, plural and in kebab case: `vehicle-assignments`. */
  path: string;
  /** Singular in camelCase: the subject of events (`vehicle.created`) and the schema name in OpenAPI. */
  singular: string;
  table: AnyTable;
  summary: string;
  operations: readonly Operation[];
  permissions: { read: string; write: string; delete: string };
  /**
   * Narrower read permissions: who holds only `vehicle.read_assigned` sees the rows for which this SQL condition holds. It may use
   * the table's columns and platform.current_user_id().
   */
  narrowed: Record<string, string>;
  /** Columns that only verbs or the database write: status, totals, paths. */
  verbOwned: readonly string[];
  /** Columns that never leave the database: hashes and keys. */
  hidden: readonly string[];
  /** Text columns that `search=` looks through. */
  search: readonly string[];
  includes: Record<string, Include>;
  /** Stricter rules for values than the column's type gives. */
  fields: Record<string, ZodType>;
  /** Columns that a create may leave out although they are not null and have no default, as the database fills them in. */
  filled: readonly string[];
};

type Declaration = Pick<Resource, 'path' | 'singular' | 'table' | 'summary'> & {
  permissions: { read: string; write: string; delete?: string };
} & Partial<Omit<Resource, 'path' | 'singular' | 'table' | 'summary' | 'permissions'>>;

const all: readonly Operation[] = ['list', 'get', 'create', 'update', 'delete', 'batch', 'changes'];

/**
 * Declares the uniform HTTP interface of a table: list with filters, sort, fields, search, includes and cursors; get; create;
 * update with If-Match; delete; batch; a change feed. Behaviour beyond that is a verb.
 *
 * @example
 * export const depotResource = resource({
 *   path: 'depots', singular: 'depot', table: depots, summary: 'Places where vehicles are based',
 *   permissions: { read: 'depot.read', write: 'depot.write' },
 *   search: ['depotCode', 'depotName'],
 * });
 */
export function resource(declaration: Declaration): Resource {
  const { permissions } = declaration;
  const made: Resource = {
    operations: tableMeta(declaration.table).appendOnly ? ['list', 'get'] : all,
    narrowed: {},
    verbOwned: [],
    hidden: [],
    search: [],
    includes: {},
    fields: {},
    filled: [],
    ...declaration,
    permissions: { ...permissions, delete: permissions.delete ?? permissions.write },
  };
  return made;
}
