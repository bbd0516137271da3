import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type pg from 'pg';
import { type Doors, requireOwner } from './doors.ts';
import { asOwner, inTransaction } from './owner.ts';
import { placedTables } from './tables.ts';
import { findTenant, type Tenant } from './tenant.ts';

/** Version of the format of an export. */
export const exportFormat = 1;

/** Control-plane tables that hold rows of a tenant, with the column that names it. */
export const controlPlaneTables = [
  ['platform.tenants', 'id'],
  ['platform.domains', 'tenant_id'],
  ['platform.accounts', 'tenant_id'],
] as const;

const pageRows = 1_000;

/**
 * Writes every row of a tenant as it was at one moment, as lines of JSON: a header
 * `{"wheelhouseExport":1,"tenant":{…},"version":50,"exportedAt":"…"}`, then `{"table":"vehicles","row":{…}}` with the columns in the
 * database's names, then `{"end":true,"rows":123}`. `importTenant` restores it. It holds what the database holds: password hashes and
 * wrapped keys too, so keep it as safe as a backup.
 *
 * @returns how many rows were written
 */
export async function exportTenant(doors: Doors, idOrSlug: string, out: Writable): Promise<{ tenant: Tenant; rows: number }> {
  const owner = requireOwner(doors, 'Exporting a tenant');
  const tenant = await findTenant(doors, idOrSlug);
  const tables = await placedTables();
  const rows = await asOwner(owner, 'export a tenant', (client) =>
    inTransaction(client, 'begin isolation level repeatable read read only', async () => {
      const versions = await client.query<{ version: number }>(
        'select version from platform.schema_versions where schema_name = $1',
        [tenant.schemaName],
      );
      const { id, slug, name, placement } = tenant;
      const header = {
        wheelhouseExport: exportFormat,
        tenant: { id, slug, name, placement },
        version: versions.rows[0]?.version,
      };
      await write(out, JSON.stringify({ ...header, exportedAt: new Date().toISOString() }));
      let written = 0;
      for (const [table, column] of controlPlaneTables)
        written += await writeTable(client, table, `select * from ${table} where ${column} = $1`, tenant.id, out);
      for (const table of tables) {
        const select = `select ${table.columns.join(', ')} from ${table.at(tenant.schemaName)} where tenant_id = $1`;
        written += await writeTable(client, table.name, select, tenant.id, out);
      }
      await write(out, JSON.stringify({ end: true, rows: written }));
      return written;
    }),
  );
  return { tenant, rows };
}

/** Row by row through a cursor: no table has to fit into memory. PostgreSQL writes the JSON, so that no number loses a digit. */
async function writeTable(client: pg.Client, table: string, select: string, tenantId: string, out: Writable): Promise<number> {
  await client.query(`declare export_rows no scroll cursor for select to_json(r)::text as row from (${select}) r`, [tenantId]);
  let written = 0;
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${pageRows} from export_rows`);
    for (const { row } of rows) await write(out, `{"table":"${table}","row":${row}}`);
    written += rows.length;
    if (rows.length < pageRows) break;
  }
  await client.query('close export_rows');
  return written;
}

async function write(out: Writable, line: string): Promise<void> {
  if (!out.write(`${line}\n`)) await once(out, 'drain');
}
