import { randomBytes, randomUUID } from 'node:crypto';
import type { Tx } from '@wheelhouse/shared/db/scope.ts';
import { type AnyTable, tableByName, tableColumns, tableMeta } from '@wheelhouse/shared/db/table.ts';
import { is } from 'drizzle-orm';
import { PgArray, type PgColumn } from 'drizzle-orm/pg-core';
import '@wheelhouse/shared/domains/tables.ts';

/** Values by column name, as PostgreSQL reads them from text. */
export type RowValues = Record<string, string | null>;

/**
 * Columns whose rules a value of the right type does not satisfy by itself, by table. A function is asked for each row; the values
 * of the row so far come with it.
 */
const particular: Record<string, Record<string, (row: RowValues) => string | null>> = {
  crypto_keys: { version: () => String(next()) },
  document_ai_analysis: { analysis_type: () => 'qa' },
  document_shares: { shared_with_role: () => code() },
  document_versions: { file_url: () => `gs://test/${code()}`, checksum: () => randomBytes(32).toString('hex') },
  documents: { file_url: () => `gs://test/${code()}` },
  drivers: { currency: () => 'EUR', license_number: () => code().toUpperCase() },
  geofences: { type: () => 'circle', center_latitude: () => '58.4', center_longitude: () => '15.6', radius_m: () => '200' },
  roles: { permissions: () => '["vehicle.read"]' },
  safety_score_progress: { id: (row) => row.tenant_id ?? null },
  scheduled_jobs: { schedule_type: () => 'interval', interval_minutes: () => '5' },
  system_settings: { setting_key: () => `test.${code()}` },
  telematics_revisions: { id: (row) => row.tenant_id ?? null },
  users: { email: () => `${code()}@example.test` },
  vehicle_folds: { id: (row) => row.vehicle_id ?? null },
  vehicle_state: { id: (row) => row.vehicle_id ?? null },
  vehicles: {
    vin: () => `TEST${randomBytes(7).toString('hex').slice(0, 13).toUpperCase()}`,
    vehicle_identifier: () => code(),
    vehicle_type: () => 'van',
    year: () => '2024',
    license_plate: () => code().toUpperCase(),
    max_weight_capacity_kg: () => '1200',
    max_volume_capacity_m3: () => '10.5',
    fuel_tank_capacity_liters: () => '80',
    insurance_expiry_date: () => '2030-01-31',
    registration_expiry_date: () => '2030-01-31',
  },
};

/**
 * Values of a valid row of any tenant table, made from its declaration. The rows that it must refer to are inserted.
 *
 * @param tx work across tenants at home where the tenant's rows are
 */
export async function rowValues(tx: Tx, tenantId: string, name: string, given: RowValues = {}): Promise<RowValues> {
  const table = tableByName(name);
  const { references } = tableMeta(table);
  const row: RowValues = { tenant_id: tenantId, id: randomUUID(), ...given };
  for (const [key, column] of Object.entries(tableColumns(table))) {
    if (column.name in row || column.generated) continue;
    const reference = references[key];
    if (reference && column.notNull) row[column.name] = await insertRow(tx, tenantId, reference.table);
    else if (column.notNull && !column.hasDefault && !column.generatedIdentity) row[column.name] = valueFor(column);
  }
  for (const [column, value] of Object.entries(particular[name] ?? {})) if (!(column in given)) row[column] = value(row);
  return row;
}

/** Inserts a valid row and what it refers to. Answers its id. */
export async function insertRow(tx: Tx, tenantId: string, name: string, given: RowValues = {}): Promise<string> {
  const values = await rowValues(tx, tenantId, name, given);
  const { text, parameters } = insertSql(tableByName(name), tableMeta(tableByName(name)).name, values);
  const [row] = await tx.query<{ id: string }>(`${text} returning id`, parameters);
  return row?.id ?? '';
}

/** The statement that inserts such values into a table, named as the caller sees it. */
export function insertSql(table: AnyTable, at: string, values: RowValues): { text: string; parameters: (string | null)[] } {
  const types = new Map(Object.values(tableColumns(table)).map((column) => [column.name, sqlType(column)]));
  const names = Object.keys(values);
  const placeholders = names.map((column, index) => `$${index + 1}::text::${types.get(column)}`);
  return {
    text: `insert into ${at} (${names.join(', ')}) values (${placeholders.join(', ')})`,
    parameters: Object.values(values),
  };
}

/** A value of the column's type. */
function valueFor(column: PgColumn): string {
  if (is(column, PgArray)) return '{}';
  if (column.enumValues?.length) return column.enumValues[0] as string;
  const type = column.getSQLType();
  const length = Number(/^varchar\((\d+)\)$/.exec(type)?.[1] ?? 100);
  if (/^(varchar|text)/.test(type)) return code().slice(0, length);
  if (/^(integer|bigint|smallint|numeric|double|real)/.test(type)) return '1';
  const values: Record<string, string> = {
    uuid: randomUUID(),
    boolean: 'true',
    date: '2025-06-15',
    'timestamp with time zone': new Date().toISOString(),
    jsonb: '{"a": [1, 2.50, "ö"]}',
    inet: '192.0.2.7',
    point: '(11.97,57.7)',
    xid8: '1',
    bytea: '\\xdeadbeef',
    'public.embedding': `{${Array.from({ length: 512 }, (_, index) => (index === 0 ? 1 : 0)).join(',')}}`,
  };
  const value = values[type];
  if (value === undefined) throw new Error(`test/harness/rows.ts knows no value for ${column.name} of type ${type}.`);
  return value;
}

function sqlType(column: PgColumn): string {
  if (is(column, PgArray)) return `${column.baseColumn.getSQLType()}[]`;
  const type = column.getSQLType();
  // An array of real becomes an embedding on servers with and without pgvector; their own literals differ.
  return type === 'public.embedding' ? `real[]::${type}` : type;
}

let made = 0;
const next = (): number => ++made;

/** Ten characters that no other row has. */
const code = (): string => `x${randomBytes(5).toString('hex').slice(0, 9)}`;
