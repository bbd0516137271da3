import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { permissionGroups } from '@wheelhouse/shared/auth/permissions.ts';
import { declaredTables, tableMeta } from '@wheelhouse/shared/db/table.ts';
import type { Resource } from '@wheelhouse/shared/resource/resource.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { type NewColumn, parseColumn } from './column.ts';
import { camelCase, isSnakeCase, kebabCase, reservedWords, sentence, singularOf } from './names.ts';
import { UsageError } from './usage-error.ts';

/** Everything that is decided about a new table before a file is written. */
export type TablePlan = {
  domain: string;
  /** Constant that the domain's index.ts exports: `fleetDomain`. */
  domainConstant: string;
  table: string;
  constant: string;
  singular: string;
  path: string;
  /** Noun of its permissions: `work_order`. */
  noun: string;
  /** Group of permissions that covers it: `fleet`. */
  group: string;
  summary: string;
  columns: NewColumn[];
  /** Path of the resource of each table that a column refers to, where it has one. */
  resourceOf: Record<string, string>;
};

export type TableRequest = { domain: string; table: string; columns: string[]; singular?: string; summary?: string };

/** Checks a request against what is declared. Throws a UsageError that says what is wrong; writes nothing. */
export function planTable(
  root: string,
  request: TableRequest,
  domains: readonly Domain[],
  resources: readonly Resource[],
): TablePlan {
  const { domain, table } = request;
  const declared = domains.find((one) => one.name === domain);
  if (!declared)
    throw new UsageError(`There is no domain "${domain}". Domains: ${domains.map((one) => one.name).join(', ')}.
A new one starts with shared/src/domains/<name>/index.ts, as docs/conventions.md shows.`);
  if (domain === 'platform')
    throw new UsageError('Tables of the domain platform are no tables of tenants: declare them by hand with platformTable().');
  checkTable(root, domain, table);

  const singularSnake = request.singular ?? singularOf(table);
  if (!singularSnake)
    throw new UsageError(`What is one of "${table}" called? Say it: --singular ${table.replace(/s$/, '')}_item, for example.`);
  if (!isSnakeCase(singularSnake) || singularSnake === table)
    throw new UsageError(`"${singularSnake}" is no singular of ${table}. Write it in snake case: --singular work_order.`);
  const singular = camelCase(singularSnake);
  const path = kebabCase(table);
  const taken = resources.find((one) => one.path === path || one.singular === singular);
  if (taken) throw new UsageError(`There is a resource ${taken.path} (one of them: ${taken.singular}) already.`);

  const columns = request.columns.map(parseColumn);
  if (columns.length === 0) throw new UsageError("A table needs at least one column, such as 'trailer_number:varchar(20)!'.");
  const twice = columns.find((column, index) => columns.findIndex((one) => one.key === column.key) < index);
  if (twice) throw new UsageError(`The column ${twice.name} is given twice.`);
  for (const column of columns) checkReference(column, table);

  return {
    domain,
    domainConstant: `${camelCase(domain)}Domain`,
    table,
    constant: camelCase(table),
    singular,
    path,
    noun: singularSnake,
    group: groupOf(declared),
    summary: request.summary ?? sentence(table),
    columns,
    resourceOf: Object.fromEntries(
      columns.flatMap(({ references }) => {
        const found = resources.find((one) => tableMeta(one.table).name === references);
        return references && found ? [[references, found.path]] : [];
      }),
    ),
  };
}

function checkTable(root: string, domain: string, table: string): void {
  if (!isSnakeCase(table)) throw new UsageError(`"${table}" is no name of a table. Write a plural in snake case: work_orders.`);
  if (reservedWords.has(table)) throw new UsageError(`"${table}" is a word of SQL or JavaScript. Choose another name.`);
  const same = declaredTables()
    .map(tableMeta)
    .find((meta) => meta.name === table);
  if (same) throw new UsageError(`A table ${table} is declared already. To change it, edit its file and add a migration.`);
  for (const file of ['index.ts', 'resources.ts', 'tables/index.ts']) {
    const path = `shared/src/domains/${domain}/${file}`;
    if (!existsSync(join(root, path))) throw new UsageError(`${path} is missing: every domain has it (docs/conventions.md).`);
  }
}

function checkReference({ name, references, required }: NewColumn, table: string): void {
  if (!references) return;
  if (references === table) {
    if (required)
      throw new UsageError(`${name} refers to ${table} itself, so it cannot be required: the first row has no other.`);
    return;
  }
  const tables = declaredTables()
    .map(tableMeta)
    .filter((meta) => meta.area !== 'platform')
    .map((meta) => meta.name);
  if (!tables.includes(references))
    throw new UsageError(`${name} refers to "${references}", which is no table of tenants. Tables: ${tables.sort().join(', ')}.`);
}

/** The group of the domain's other resources, or the one with its name. */
function groupOf(domain: Domain): string {
  const nouns = domain.resources.map((one) => one.permissions.read.split('.')[0] ?? '');
  const names = [...nouns, domain.name, domain.name.replace(/s$/, '')];
  const group = Object.entries(permissionGroups).find(([name, members]) =>
    names.some((one) => one === name || members.includes(one)),
  );
  if (group) return group[0];
  throw new UsageError(
    `No group of permissions covers the domain ${domain.name}: add "${domain.name}: []" in shared/src/auth/permissions.ts first.`,
  );
}
