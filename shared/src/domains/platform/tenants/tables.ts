import pg from 'pg';
import { type AnyTable, declaredTables, tableByName, tableColumns, tableMeta } from '../../../db/table.ts';

/** A tenant table in one placement, as a move, an export or a removal needs it. */
export type PlacedTable = {
  name: string;
  /** Quoted and qualified. */
  at(schemaName: string): string;
  /** Columns that hold values of their own; generated ones come out by themselves. Quoted. */
  columns: string[];
  /** Primary key, quoted. */
  key: string[];
  partitionColumn: string | undefined;
  /** Columns numbered by a sequence. */
  identities: string[];
  /** Names of the tenant tables that its rows refer to. */
  refersTo: string[];
};

/** Every tenant table of every domain. */
export async function placedTables(): Promise<PlacedTable[]> {
  await import('../../tables.ts');
  return declaredTables()
    .filter((table) => tableMeta(table).area !== 'platform')
    .map(placedTable);
}

function placedTable(table: AnyTable): PlacedTable {
  const meta = tableMeta(table);
  const columns = Object.values(tableColumns(table));
  const column = (key: string) => pg.escapeIdentifier(tableColumns(table)[key]?.name ?? key);
  const partitionColumn = meta.partitionBy ? column(meta.partitionBy) : undefined;
  return {
    name: meta.name,
    at: (schemaName) => `${pg.escapeIdentifier(schemaName === 'app' ? meta.area : schemaName)}.${pg.escapeIdentifier(meta.name)}`,
    columns: columns.filter((one) => !one.generated).map((one) => pg.escapeIdentifier(one.name)),
    key: [...new Set(['"tenant_id"', ...meta.key.map(column), ...(partitionColumn ? [partitionColumn] : [])])],
    partitionColumn,
    identities: columns.filter((one) => one.generatedIdentity).map((one) => one.name),
    refersTo: Object.values(meta.references)
      .filter((reference) => tableMeta(tableByName(reference.table)).area !== 'platform')
      .map((reference) => reference.table),
  };
}

/**
 * Splits tables into those that can be emptied one after the other, as nothing left refers to them, and the rest, whose references
 * go round in circles.
 */
export function inOrderOfRemoval(tables: PlacedTable[]): { first: PlacedTable[]; together: PlacedTable[] } {
  const first: PlacedTable[] = [];
  let together = tables;
  for (;;) {
    const free = together.filter((table) => !together.some((other) => other.refersTo.includes(table.name)));
    if (free.length === 0) return { first, together };
    first.push(...free);
    together = together.filter((table) => !free.includes(table));
  }
}
