import { is } from 'drizzle-orm';
import { PgArray, type PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../../../../db/scope.ts';
import { columnName, tableColumns, tableMeta } from '../../../../db/table.ts';
import { storableJson } from '../../message/json.ts';
import type { Format, Values } from '../formats/format.ts';
import { type Layer, layers } from '../layer.ts';

/** Which records are meant: those of a layer, answered for by a source. */
export type Target = { sourceId: string; layer: Layer; fields: readonly string[]; format: Format };

/**
 * Inserts records and updates those that differ; what is the same is not written. Answers how many were written, and the ids of those
 * that another source answers for, which a complete feed must not change.
 */
export async function storeRecords(
  tx: Tx,
  { sourceId, layer, fields, format }: Target,
  records: ReadonlyMap<string, Values>,
): Promise<{ written: number; others: string[] }> {
  const { table } = layer.resource;
  const name = `platform.${tableMeta(table).name}`;
  const key = columnName(table, layer.key);
  const others = format.complete
    ? await tx.query<{ id: string }>(`select ${key} as id from ${name} where ${key} = any ($1::text[]) and source_id <> $2`, [
        [...records.keys()],
        sourceId,
      ])
    : [];
  const foreign = new Set(others.map(({ id }) => id));
  const rows = [...records].filter(([id]) => !foreign.has(id)).map(([id, values]) => rowOf(layer, fields, id, values));
  const columns = ['latitude', 'longitude', ...fields];
  const names = columns.map((field) => columnName(table, field));
  const types = [layer.key, ...columns].map((field) => `${columnName(table, field)} ${typeOf(table, field)}`);
  const { updates, differs } = changesSql(
    format,
    names,
    fields.map((field) => columnName(table, field)),
  );
  const [result] = await tx.query<{ written: number }>(
    `with given as (
       select * from jsonb_to_recordset($2::jsonb) as r (${types.join(', ')})
     ), stored as (
       insert into ${name} as t (source_id, ${key}, ${names.join(', ')})
       select $1::uuid, ${key}, ${names.join(', ')} from given order by ${key}
       on conflict (${key}) do update set ${updates} where ${differs}
       returning 1
     ) select count(*)::integer as written from stored`,
    [sourceId, storableJson(rows)],
  );
  return { written: result?.written ?? 0, others: [...foreign] };
}

/**
 * What a record that is known takes over, and when. A feed that does not name all there is answers for its measurements only: where the
 * place is, and whether it is still there, the complete feed of its layer says.
 */
function changesSql(format: Format, all: readonly string[], measured: readonly string[]): { updates: string; differs: string } {
  const names = format.complete ? all : measured;
  const set = names.map((name) => `${name} = excluded.${name}`).join(', ');
  const stored = `(${names.map((name) => `t.${name}`).join(', ')})`;
  const given = `(${names.map((name) => `excluded.${name}`).join(', ')})`;
  if (format.complete)
    return {
      updates: `${set}, missing_since = null`,
      differs: `${stored} is distinct from ${given} or t.missing_since is not null`,
    };
  return {
    updates: set,
    differs: `${stored} is distinct from ${given} and coalesce(t.last_updated < excluded.last_updated, true)`,
  };
}

/**
 * Marks the records of a source that its feed no longer names: cameras become inactive, others wait for the end of their days of
 * grace. Removes those for which they are over.
 */
export async function withdrawRecords(
  tx: Tx,
  { sourceId, layer }: Target,
  { now, graceDays, missing }: { now: Date; graceDays: number; missing: readonly string[] },
): Promise<number> {
  const { table } = layer.resource;
  const name = `platform.${tableMeta(table).name}`;
  await tx.query(
    `update ${name} set missing_since = $3${layer.whenGone === 'inactive' ? `, status = 'inactive'` : ''}
     where ${columnName(table, layer.key)} = any ($1::text[]) and source_id = $2 and missing_since is null`,
    [missing, sourceId, now],
  );
  if (layer.whenGone === 'inactive') return 0;
  const [result] = await tx.query<{ removed: number }>(
    `with gone as (
       delete from ${name} where source_id = $1 and missing_since <= $2::timestamptz - make_interval(days => $3::integer) returning 1
     ) select count(*)::integer as removed from gone`,
    [sourceId, now, graceDays],
  );
  return result?.removed ?? 0;
}

/** Ids of the records that a source answers for and that are not missing yet. */
export async function presentIds(tx: Tx, { sourceId, layer }: Target): Promise<string[]> {
  const { table } = layer.resource;
  const rows = await tx.query<{ id: string }>(
    `select ${columnName(table, layer.key)} as id from platform.${tableMeta(table).name} where source_id = $1 and missing_since is null`,
    [sourceId],
  );
  return rows.map(({ id }) => id);
}

function rowOf(layer: Layer, fields: readonly string[], id: string, values: Values): Record<string, unknown> {
  const { table } = layers[layer.name].resource;
  const cells = ['latitude', 'longitude', ...fields].map((field) => [columnName(table, field), values[field] ?? null]);
  return { ...Object.fromEntries(cells), [columnName(table, layer.key)]: id };
}

function typeOf(table: Layer['resource']['table'], field: string): string {
  const column = tableColumns(table)[field] as PgColumn;
  return is(column, PgArray) ? `${column.baseColumn.getSQLType()}[]` : column.getSQLType();
}
