import pg from 'pg';
import { type Limits, limitTransaction, retryLocks } from './limits.ts';
import type { LoneStatement } from './no-transaction.ts';
import { inTransaction } from './transaction.ts';

/**
 * Whether nothing is stored in the table that the statement is about, so that it is quick under any lock. Asks for the size, as
 * row security might hide rows. True where there is no such table: the statement itself says so.
 */
export async function isTableEmpty(client: pg.Client, { kind, schema, table, name }: LoneStatement): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(
    `with target as (
       select case when $1 then (select indrelid from pg_catalog.pg_index where indexrelid = to_regclass($2)) else to_regclass($2) end as oid
     )
     select coalesce(sum(pg_catalog.pg_relation_size(relid)), 0) = 0 as empty
     from (select oid as relid from target union select relid from target, pg_catalog.pg_partition_tree(target.oid)) as relations`,
    [kind === 'drop index', `${schema}.${kind === 'drop index' ? name : table}`],
  );
  return rows[0]?.empty ?? true;
}

/**
 * Runs a statement outside of transactions. May be repeated after a crash: an index that was left half built is built anew. There is no
 * limit of time, as requests neither wait for the statement nor queue behind it; where a short strong lock is needed, `limits` apply.
 */
export async function runAlone(client: pg.Client, statement: LoneStatement, limits: Limits): Promise<void> {
  const { schema, name, table = name } = statement;
  if (statement.kind === 'validate constraint') {
    await client.query(statement.text);
    return;
  }
  const isPartitioned = /[pI]/.test((await relationKind(client, schema, table)) ?? '');
  if (statement.kind === 'create index') {
    if (isPartitioned) await indexPartitions(client, { ...statement, table }, limits);
    else await buildIndex(client, schema, name, statement.text);
    return;
  }
  // PostgreSQL drops the index of a partitioned table only with its partitions locked.
  if (isPartitioned) await underLimits(client, limits, statement.plainText);
  else await client.query(statement.text);
}

async function relationKind(client: pg.Client, schema: string, name: string): Promise<string | undefined> {
  const { rows } = await client.query<{ relkind: string }>(
    'select relkind from pg_catalog.pg_class where oid = to_regclass($1)',
    [`${schema}.${name}`],
  );
  return rows[0]?.relkind;
}

async function buildIndex(client: pg.Client, schema: string, name: string, text: string): Promise<void> {
  const { rowCount } = await client.query(
    'select from pg_catalog.pg_index where indexrelid = to_regclass($1) and not indisvalid',
    [`${schema}.${name}`],
  );
  // `if not exists` would take what a crash left for the index.
  if (rowCount) await client.query(`drop index concurrently if exists ${schema}.${name}`);
  await client.query(text);
}

/**
 * A partitioned table has no concurrent indexes (PostgreSQL manual, CREATE INDEX, "Building Indexes Concurrently"): an index on the
 * table alone, which partitions to come take over, then one on each partition, attached when it is built. With the last one the
 * index becomes valid.
 */
async function indexPartitions(client: pg.Client, statement: LoneStatement & { table: string }, limits: Limits): Promise<void> {
  const { schema, table, name, text, plainText } = statement;
  await underLimits(client, limits, plainText.replace(/\son\s+/, ' on only '));
  const { rows } = await client.query<{ partition: string }>(
    `select c.relname as partition
     from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
     where i.inhparent = to_regclass($1) and not exists (
       select from pg_catalog.pg_inherits a join pg_catalog.pg_index x on x.indexrelid = a.inhrelid
       where a.inhparent = to_regclass($2) and x.indrelid = c.oid
     )
     order by c.relname`,
    [`${schema}.${table}`, `${schema}.${name}`],
  );
  for (const { partition } of rows) {
    const own = partitionIndexName(table, partition, name);
    const target = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(partition)}`;
    await buildIndex(client, schema, own, text.replace(/(\sexists\s+)\S+(\s+on\s+)\S+/, `$1${own}$2${target}`));
    await underLimits(client, limits, `alter index ${schema}.${name} attach partition ${schema}.${own}`);
  }
}

/** `positions_speed_idx` of `positions` is `positions_2026_11_speed_idx` on its partition `positions_2026_11`. */
function partitionIndexName(table: string, partition: string, name: string): string {
  const own = `${partition}_${name.startsWith(`${table}_`) ? name.slice(table.length + 1) : name}`;
  if (own.length <= 63) return own;
  throw new Error(
    `The index ${name} would be ${own} on the partition ${partition}, which is ${own.length - 63} characters longer than PostgreSQL's 63. Shorten its name.`,
  );
}

async function underLimits(client: pg.Client, limits: Limits, text: string): Promise<void> {
  await retryLocks(
    limits,
    () => text,
    () =>
      inTransaction(client, async () => {
        await limitTransaction(client, limits);
        await client.query(text);
      }),
  );
}
