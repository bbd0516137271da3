import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { type PgColumn, type PgColumnBuilderBase, pgSchema, pgTable } from 'drizzle-orm/pg-core';
import { standardColumns } from './columns.ts';
import type { DatabaseRole } from './roles.ts';

/** Where the pooled copy of a table lives; a dedicated tenant's schema holds its own copy of all of them. */
export type Area = 'app' | 'vip_data' | 'audit' | 'analytics' | 'archive';

/** How changes are recorded: every change by a trigger, or not at all for a stated reason. */
export type AuditMode = 'changes' | { none: string };

/** A foreign key. The tenant is always part of it, so a row cannot refer to another tenant's row. */
export type Reference = { table: string; onDelete?: 'restrict' | 'cascade' };

export type Index = {
  on: string[] | SQL;
  unique?: boolean;
  method?: 'btree' | 'gin' | 'gist' | 'brin' | 'hnsw';
  where?: SQL;
  name?: string;
};

/** What a table is beyond its columns. Column keys are those of the declaration (camelCase). */
export type TableMeta = {
  name: string;
  area: Area | 'platform';
  comment: string;
  /** Column comments, also the descriptions in the OpenAPI document. */
  describe: Record<string, string>;
  audit: AuditMode;
  /** Columns that the audit trail and logs must not show. */
  masked: string[];
  /** Columns that are bookkeeping: a change of nothing else is no entry in the audit trail. */
  unaudited: string[];
  references: Record<string, Reference>;
  unique: string[][];
  indexes: Index[];
  checks: Record<string, SQL>;
  /** Exclusion constraints and other table constraints, as SQL after `constraint <name>`. */
  constraints: Record<string, SQL>;
  /** A monthly range-partitioned table: the partition key. */
  partitionBy?: string;
  /** Primary key after the tenant; `['id']` unless stated. */
  key: string[];
  /** Rows are never updated or deleted by a tenant scope. */
  appendOnly: boolean;
  /** Who may read, insert and change, where it is not every signed-in user. */
  readers: DatabaseRole[];
  inserters: DatabaseRole[];
  changers: DatabaseRole[];
  /** Control-plane tables: the column that says whose row it is, if a tenant may read its own. */
  tenantColumn?: string;
};

type IndexKey<C> = ColumnKey<C> | `-${ColumnKey<C>}`;
type ColumnKey<C> = (keyof C & string) | 'id' | 'createdAt' | 'updatedAt';

type Options<C> = {
  comment: string;
  columns: C;
  describe?: { [K in keyof C]?: string };
  area?: Area;
  audit: AuditMode;
  masked?: (keyof C & string)[];
  unaudited?: (keyof C & string)[];
  references?: { [K in keyof C]?: string | Reference };
  unique?: ((keyof C & string) | (keyof C & string)[])[];
  /** A leading minus means descending. */
  indexes?: (IndexKey<C>[] | Index)[];
  checks?: Record<string, SQL>;
  constraints?: Record<string, SQL>;
  partitionBy?: keyof C & string;
  key?: string[];
  appendOnly?: boolean;
  readers?: DatabaseRole[];
  inserters?: DatabaseRole[];
  changers?: DatabaseRole[];
};

// biome-ignore lint/suspicious/noExplicitAny: the registry holds tables of every column shape
export type AnyTable = any;

const metas = new WeakMap<object, TableMeta>();
const byName = new Map<string, AnyTable>();

/** Descriptions of the columns that every table has. */
export const standardDescriptions: Record<string, string> = {
  tenantId: 'Owning organisation.',
  id: 'Identifier (UUIDv7).',
  createdAt: 'When the row was created (UTC).',
  updatedAt: 'When the row last changed (UTC).',
  rowVersion: 'Counts the changes of the row; its ETag.',
};

/**
 * Declares a table of tenants. The only way to make one: it adds the tenant key, id, timestamps and version, forced row
 * security, grants, the audit trigger and the comment (rendered into the migration by `npm run new:table`, proved by the
 * catalog guard). Uniqueness is always per tenant.
 *
 * @example
 * export const depots = tenantTable('depots', {
 *   comment: 'Places where vehicles are based.',
 *   audit: 'changes',
 *   columns: { depotCode: varchar('depot_code', { length: 10 }).notNull() },
 *   unique: ['depotCode'],
 * });
 */
export function tenantTable<N extends string, C extends Record<string, PgColumnBuilderBase>>(name: N, options: Options<C>) {
  const table = pgTable(name, { ...standardColumns, ...options.columns });
  register(table, name, options.area ?? 'app', options as Options<Record<string, PgColumnBuilderBase>>);
  return table;
}

/** Declares a control-plane table: one copy, in schema `platform`, for the system and (with `tenantColumn`) its tenant to read. */
export function platformTable<N extends string, C extends Record<string, PgColumnBuilderBase>>(
  name: N,
  options: Omit<Options<C>, 'area' | 'audit' | 'unaudited' | 'readers' | 'inserters' | 'changers'> & { tenantColumn?: string },
) {
  const { id, createdAt, updatedAt, rowVersion } = standardColumns;
  const table = pgSchema('platform').table(name, { id, createdAt, updatedAt, rowVersion, ...options.columns });
  register(table, name, 'platform', { audit: { none: 'control plane' }, ...options } as Options<
    Record<string, PgColumnBuilderBase>
  >);
  const meta = tableMeta(table);
  if (options.tenantColumn) meta.tenantColumn = options.tenantColumn;
  return table;
}

function register(
  table: object,
  name: string,
  area: TableMeta['area'],
  options: Options<Record<string, PgColumnBuilderBase>>,
): void {
  const key = area === 'platform' ? `platform.${name}` : name;
  if (byName.has(key)) throw new Error(`Table ${key} is declared twice.`);
  const appendOnly = options.appendOnly ?? false;
  const everyone: DatabaseRole[] = ['authenticated_user'];
  metas.set(table, {
    name,
    area,
    comment: options.comment,
    describe: { ...standardDescriptions, ...(options.describe as Record<string, string>) },
    audit: options.audit,
    masked: options.masked ?? [],
    unaudited: options.unaudited ?? [],
    references: Object.fromEntries(
      Object.entries(options.references ?? {}).map(([column, target]) => [
        column,
        typeof target === 'string' ? { table: target } : (target as Reference),
      ]),
    ),
    unique: (options.unique ?? []).map((columns) => (Array.isArray(columns) ? columns : [columns])),
    indexes: (options.indexes ?? []).map((index) => (Array.isArray(index) ? { on: index as string[] } : index)),
    checks: options.checks ?? {},
    constraints: options.constraints ?? {},
    ...(options.partitionBy ? { partitionBy: options.partitionBy } : {}),
    key: options.key ?? ['id'],
    appendOnly,
    readers: options.readers ?? everyone,
    inserters: options.inserters ?? options.readers ?? everyone,
    changers: options.changers ?? (appendOnly ? [] : (options.readers ?? everyone)),
  });
  byName.set(key, table);
}

/** What `tenantTable` or `platformTable` was told about this table. */
export function tableMeta(table: object): TableMeta {
  const meta = metas.get(table);
  if (!meta) throw new Error('This table was not declared with tenantTable() or platformTable().');
  return meta;
}

/** The columns by their TypeScript keys. */
export function tableColumns(table: AnyTable): Record<string, PgColumn> {
  return getTableColumns(table);
}

/** A declared table by its name (`vehicles`, `platform.tenants`); throws when no such table is declared. */
export function tableByName(name: string): AnyTable {
  const table = byName.get(name);
  if (!table) throw new Error(`No table ${name} is declared; is its file exported by shared/src/domains?`);
  return table;
}

/** Every declared table, in the order of declaration. */
export function declaredTables(): AnyTable[] {
  return [...byName.values()];
}

/** Column name in SQL of a TypeScript key. */
export function columnName(table: AnyTable, key: string): string {
  const column = tableColumns(table)[key];
  if (!column) throw new Error(`Table ${tableMeta(table).name} has no column ${key}.`);
  return column.name;
}

export { sql };
