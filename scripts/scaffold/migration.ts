import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTablesSql } from '@wheelhouse/shared/db/migrate/index.ts';
import { type AnyTable, tableByName } from '@wheelhouse/shared/db/table.ts';
import { UsageError } from './usage-error.ts';

type Kind = 'platform' | 'tenant';

/** The next migration, with the statements that create declared tables; its path is from the root. */
export function nextMigration(root: string, kind: Kind, what: string, tables: readonly string[]): { path: string; sql: string } {
  const folder = `sql/migrations/${kind}`;
  const last = Math.max(0, ...readdirSync(join(root, folder)).map((name) => Number.parseInt(name, 10) || 0));
  const number = String(last + 1).padStart(4, '0');
  return { path: `${folder}/${number}_${what}.sql`, sql: createTablesSql(tables.map((name) => declaredTable(kind, name))) };
}

function declaredTable(kind: Kind, name: string): AnyTable {
  try {
    return tableByName(kind === 'platform' ? `platform.${name}` : name);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
