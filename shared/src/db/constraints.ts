import { declaredTables, tableColumns, tableMeta } from './table.ts';

/** PostgreSQL cuts names at 63 bytes; ours stay whole and unique. */
export function constraintName(table: string, columns: readonly string[], suffix: string): string {
  const full = `${table}_${columns.join('_')}_${suffix}`;
  if (full.length <= 63) return full;
  const short = `${table}_${columns.map((name) => name.slice(0, 8)).join('_')}`;
  return `${short.slice(0, 63 - suffix.length - 1)}_${suffix}`;
}

let columnsByConstraint: Map<string, readonly string[]> | undefined;

/** The columns of a declared unique or foreign key, in the database's names; row security keeps them out of error reports. */
export function constraintColumns(table: string, constraint: string): readonly string[] | undefined {
  columnsByConstraint ??= collect();
  return columnsByConstraint.get(`${table}.${constraint}`);
}

function collect(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const table of declaredTables()) {
    const meta = tableMeta(table);
    const columns = tableColumns(table);
    const names = (keys: readonly string[]) => keys.map((key) => columns[key]?.name ?? key);
    for (const unique of meta.unique) found.set(`${meta.name}.${constraintName(meta.name, names(unique), 'key')}`, names(unique));
    for (const key of Object.keys(meta.references))
      found.set(`${meta.name}.${constraintName(meta.name, names([key]), 'fkey')}`, names([key]));
  }
  return found;
}
