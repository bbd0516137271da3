import type pg from 'pg';
import { inOrderOfRemoval, type PlacedTable } from './tables.ts';

/** Rows of the tenant were written by work across tenants while they were copied: the copy has to be made again. */
export class RowsChanged extends Error {}

/** Makes the monthly partitions that the rows need where they go. */
export async function preparePartitions(
  client: pg.Client,
  tables: PlacedTable[],
  tenantId: string,
  from: string,
  to: string,
): Promise<void> {
  for (const table of tables) {
    if (!table.partitionColumn) continue;
    const { rows } = await client.query<{ month: string }>(
      `select distinct date_trunc('month', ${table.partitionColumn})::date::text as month from ${table.at(from)} where tenant_id = $1`,
      [tenantId],
    );
    for (const { month } of rows)
      await client.query('select platform.ensure_partitions($1::regclass, $2::date, 0)', [table.at(to), month]);
  }
}

/**
 * Copies all rows of a tenant, columns and sequences as they are, and holds the originals, so that whoever wants to change one waits
 * for the end of the transaction and finds it gone. Answers how many there were.
 */
export async function copyRows(
  client: pg.Client,
  tables: PlacedTable[],
  tenantId: string,
  from: string,
  to: string,
): Promise<number> {
  const copied = new Map<PlacedTable, number>();
  for (const table of tables) {
    const columns = table.columns.join(', ');
    const { rowCount } = await client.query(
      `insert into ${table.at(to)} (${columns}) select ${columns} from ${table.at(from)} where tenant_id = $1 for update`,
      [tenantId],
    );
    copied.set(table, rowCount ?? 0);
    for (const identity of table.identities) await advanceSequence(client, table.at(to), identity, tenantId);
  }
  for (const [table, count] of copied) {
    const counts = await client.query<{ old: number; new: number }>(
      `select (select count(*) from ${table.at(from)} where tenant_id = $1)::integer as old,
         (select count(*) from ${table.at(to)} where tenant_id = $1)::integer as new`,
      [tenantId],
    );
    const { old, new: arrived } = counts.rows[0] ?? { old: -1, new: -1 };
    if (old !== count || arrived !== count)
      throw new RowsChanged(`${table.name}: ${count} rows were copied, ${old} are there and ${arrived} arrived.`);
  }
  return [...copied.values()].reduce((sum, count) => sum + count, 0);
}

/** Removes all rows of a tenant from a placement, in the transaction under way. */
export async function removeRows(client: pg.Client, tables: PlacedTable[], tenantId: string, from: string): Promise<void> {
  const { first, together } = inOrderOfRemoval(tables);
  for (const table of [...first, ...together])
    await client.query(`delete from ${table.at(from)} where tenant_id = $1`, [tenantId]);
}

/** Numbers given from now on come after those that the rows brought along. */
export async function advanceSequence(client: pg.Client, table: string, column: string, tenantId: string): Promise<void> {
  await client.query(
    `select setval(sequence, top)
     from (
       select pg_get_serial_sequence($2, $3)::regclass as sequence, (select max(${column}) from ${table} where tenant_id = $1) as top
     ) x
     where top > coalesce(pg_sequence_last_value(sequence), 0)`,
    [tenantId, table, column],
  );
}
