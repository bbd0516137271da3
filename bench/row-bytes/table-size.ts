import type pg from 'pg';

/** What a table takes on disk with all its partitions: heap, out-of-line values and indexes. */
export type TableSize = { rows: number; bytesARow: number; indexBytesARow: number };

/** Sizes after VACUUM; a partition without rows counts for nothing, as its first pages would weigh on the few rows of a benchmark. */
export async function tableSize(client: pg.Client, table: string): Promise<TableSize> {
  await client.query(`vacuum analyze ${table}`);
  const { rows: counted } = await client.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`);
  const { rows: sizes } = await client.query<{ total: number; indexes: number }>(
    `select sum(pg_total_relation_size(relid))::float8 as total, sum(pg_indexes_size(relid))::float8 as indexes
     from (select relid from pg_partition_tree($1) union select $1::regclass) relation where pg_relation_size(relid) > 0`,
    [table],
  );
  const rows = counted[0]?.rows ?? 0;
  const { total, indexes } = sizes[0] ?? { total: 0, indexes: 0 };
  if (rows === 0) throw new Error(`${table} has no rows to measure.`);
  return { rows, bytesARow: Math.round(total / rows), indexBytesARow: Math.round(indexes / rows) };
}
