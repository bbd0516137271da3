import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTablesSql } from '@wheelhouse/shared/db/migrate/index.ts';
import { type AnyTable, tableByName } from '@wheelhouse/shared/db/table.ts';
import { UsageError } from './usage-error.ts';

type Kind = 'platform' | 'tenant';

/** What an empty migration begins with. */
const hints = `-- What changes, and why.
-- Tables are in use while this runs: each lock is waited for 5 s, what rewrites or scans a table is refused by the guards.
-- docs/migrations.md: expand, move data in batches, switch, contract; indexes of live tables; exceptions.
`;

/** The next migration, with the statements that create declared tables, or hints; its path is from the root. */
export function nextMigration(root: string, kind: Kind, what: string, tables: readonly string[]): { path: string; sql: string } {
  const folder = `sql/migrations/${kind}`;
  const last = Math.max(0, ...readdirSync(join(root, folder)).map((name) => Number.parseInt(name, 10) || 0));
  const number = String(last + 1).padStart(4, '0');
  const sql = tables.length > 0 ? createTablesSql(tables.map((name) => declaredTable(kind, name))) : hints;
  return { path: `${folder}/${number}_${what}.sql`, sql };
}

function declaredTable(kind: Kind, name: string): AnyTable {
  try {
    return tableByName(kind === 'platform' ? `platform.${name}` : name);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
