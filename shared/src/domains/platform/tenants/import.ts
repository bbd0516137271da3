import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type pg from 'pg';
import { provisionSchema } from '../../../db/migrate/index.ts';
import { conflict, invalidRequest } from '../../../errors.ts';
import { advanceSequence } from './copy.ts';
import { type Doors, requireOwner } from './doors.ts';
import { controlPlaneTables, exportFormat } from './export.ts';
import { asOwner, copyingRows } from './owner.ts';
import { schemaNameOf } from './slug.ts';
import { type PlacedTable, placedTables } from './tables.ts';
import { findTenant, lookUpTenant, type Placement, type Tenant } from './tenant.ts';

type Header = {
  wheelhouseExport: number;
  version: number;
  tenant: { id: string; slug: string; name: string; placement: Placement };
};

const batchRows = 500;
const rowLine = /^\{"table":"([a-z_.]+)","row":(\{.*\})\}$/;

/**
 * Restores a tenant from what `exportTenant` wrote, with the same ids, in one transaction.
 *
 * @param placement where to; by default where it was
 * @throws invalid request, when the text is no complete export; conflict, when the tenant exists or the tables have another version
 */
export async function importTenant(
  doors: Doors,
  from: Readable,
  placement?: Placement,
): Promise<{ tenant: Tenant; rows: number }> {
  const owner = requireOwner(doors, 'Importing a tenant');
  const lines = createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const header = readHeader((await lines.next()).value);
  const { id, slug } = header.tenant;
  const existing = (await lookUpTenant(doors, id)) ?? (await lookUpTenant(doors, slug));
  if (existing) throw conflict(`There is a tenant ${existing.slug} (${existing.id}). Delete it before restoring it.`);
  const wanted = placement ?? header.tenant.placement;
  const schemaName = wanted === 'dedicated' ? schemaNameOf(slug) : 'app';
  if (wanted === 'dedicated') await provisionSchema(owner, schemaName);
  const tables = await placedTables();
  const rows = await asOwner(owner, 'import a tenant', async (client) => {
    await requireVersion(client, header, schemaName);
    return copyingRows(client, async () => {
      const restored = await insertRows(client, lines, tables, schemaName);
      await client.query(
        `update platform.tenants
         set placement = $2, schema_name = $3, status = case status when 'moving' then 'active' else status end where id = $1`,
        [id, wanted, schemaName],
      );
      for (const table of tables)
        for (const column of table.identities) await advanceSequence(client, table.at(schemaName), column, id);
      return restored;
    });
  });
  return { tenant: await findTenant(doors, id), rows };
}

function readHeader(line: string | undefined): Header {
  try {
    const header = JSON.parse(line ?? '') as Header;
    if (header.wheelhouseExport === exportFormat && header.tenant.id && header.tenant.slug) return header;
  } catch {
    // Said below.
  }
  throw invalidRequest(`This is no export of a tenant: its first line is ${(line ?? 'missing').slice(0, 80)}.`);
}

async function requireVersion(client: pg.Client, header: Header, schemaName: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    'select version from platform.schema_versions where schema_name = $1',
    [schemaName],
  );
  if (rows[0]?.version === header.version) return;
  throw conflict(
    `The export has version ${header.version} of the tables, this database ${rows[0]?.version}. Restore it into a database of that version and migrate.`,
  );
}

async function insertRows(
  client: pg.Client,
  lines: AsyncIterator<string>,
  tables: PlacedTable[],
  schemaName: string,
): Promise<number> {
  const statements = new Map<string, string>(controlPlaneTables.map(([name]) => [name, '']));
  for (const [name] of controlPlaneTables) statements.set(name, await controlPlaneInsert(client, name));
  for (const table of tables) {
    const columns = table.columns.join(', ');
    statements.set(table.name, insertSql(table.at(schemaName), columns));
    if (table.partitionColumn)
      await client.query('select platform.ensure_partitions($1::regclass, current_date, 2)', [table.at(schemaName)]);
  }
  const partitioned = new Map(tables.filter((table) => table.partitionColumn).map((table) => [table.name, table]));
  let rows = 0;
  let waiting: string[] = [];
  let current = '';
  const flush = async () => {
    if (waiting.length === 0) return;
    const document = `[${waiting.join(',')}]`;
    const table = partitioned.get(current);
    if (table) await makePartitions(client, table, schemaName, document);
    await client.query(statements.get(current) ?? '', [document]);
    rows += waiting.length;
    waiting = [];
  };
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const [, table = '', row = ''] = rowLine.exec(next.value) ?? [];
    if (!table) {
      await flush();
      if (next.value === JSON.stringify({ end: true, rows })) return rows;
      throw invalidRequest(`After ${rows} rows the export has a line that is no row: ${next.value.slice(0, 80)}.`);
    }
    if (!statements.has(table))
      throw invalidRequest(`The export has rows of ${table}, a table that this database does not have.`);
    if (table !== current || waiting.length === batchRows) await flush();
    current = table;
    waiting.push(row);
  }
  throw invalidRequest(`The export is cut off after ${rows + waiting.length} rows: its last line is missing.`);
}

const insertSql = (at: string, columns: string) =>
  `insert into ${at} (${columns}) select ${columns} from json_populate_recordset(null::${at}, $1::json)`;

async function controlPlaneInsert(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return insertSql(table, rows[0]?.columns ?? '');
}

async function makePartitions(client: pg.Client, table: PlacedTable, schemaName: string, document: string): Promise<void> {
  const at = table.at(schemaName);
  await client.query(
    `select platform.ensure_partitions($2::regclass, month, 0)
     from (select distinct date_trunc('month', ${table.partitionColumn})::date as month from json_populate_recordset(null::${at}, $1::json)) m`,
    [document, at],
  );
}
