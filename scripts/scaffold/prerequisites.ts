import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableByName, tableColumns, tableMeta } from '@wheelhouse/shared/db/table.ts';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { NewColumn } from './column.ts';
import { camelCase, singularOf } from './names.ts';
import { type Prerequisite, recordHelper } from './table-files.ts';
import type { TablePlan } from './table-plan.ts';
import { UsageError } from './usage-error.ts';

/** For every required reference: how the new table's test makes a row to refer to. */
export function prerequisitesOf(root: string, plan: TablePlan): Prerequisite[] {
  return plan.columns.filter((column) => column.references && column.required).map((column) => prerequisite(root, plan, column));
}

/** A helper of the tests where there is one, otherwise a plain row. */
function prerequisite(root: string, plan: TablePlan, { key, references }: NewColumn): Prerequisite {
  const table = references as string;
  const name = recordHelper(camelCase(singularOf(table) ?? table));
  const tests = 'test/shared/domains';
  for (const domain of readdirSync(join(root, tests))) {
    const file = join(root, tests, domain, 'records.ts');
    if (!existsSync(file) || !new RegExp(`export (async )?function ${name}\\(tenant`).test(readFileSync(file, 'utf8'))) continue;
    const from = domain === plan.domain ? './records.ts' : `../${domain}/records.ts`;
    return { key, code: `await ${name}(tenant)`, import: { name, from } };
  }
  const insert = `insert into ${table} ${requiredValues(table)} returning id`;
  return { key, code: `(await tenant.run((tx) => tx.query<{ id: string }>(${JSON.stringify(insert)})))[0]!.id` };
}

function requiredValues(table: string): string {
  const declared = tableByName(table);
  const { references } = tableMeta(declared);
  const needed = Object.entries(tableColumns(declared)).filter(([, column]) => column.notNull && !column.hasDefault);
  const other = needed.find(([key]) => references[key]);
  if (other) {
    const helper = recordHelper(camelCase(singularOf(table) ?? table));
    throw new UsageError(
      `The test of the new table needs a row of ${table}, which needs more rows itself (${other[0]}). Write ${helper}(tenant) in ` +
        'test/shared/domains/<domain>/records.ts first, or leave the ! of the reference away.',
    );
  }
  if (needed.length === 0) return 'default values';
  return `(${needed.map(([, column]) => column.name).join(', ')}) values (${needed.map(([, column]) => literalOf(column)).join(', ')})`;
}

function literalOf(column: PgColumn): string {
  if (column.enumValues?.[0]) return `'${column.enumValues[0]}'`;
  const type = column.getSQLType();
  const length = /^varchar\((\d+)\)$/.exec(type)?.[1];
  if (length) return `'${'sample'.slice(0, Number(length))}'`;
  if (/^(integer|bigint|smallint|double|real|numeric)/.test(type)) return '1';
  if (/^json/.test(type)) return "'{}'";
  const samples: Record<string, string> = { boolean: 'true', date: 'current_date', point: "'(0,0)'", uuid: 'platform.uuid_v7()' };
  return samples[type] ?? (type.startsWith('timestamp') ? 'now()' : "'sample'");
}
