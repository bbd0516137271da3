import type { Tx } from '../../../db/scope.ts';
import type { Derived } from '../fold/derived.ts';
import { type DerivedTable, derivedTables } from './derived-tables.ts';

/** Derived rows of one vehicle. */
export type DerivedOf = { vehicleId: string; derived: readonly Derived[] };

type Row = Record<string, unknown> & { id: string };

type Written = { table: DerivedTable; row: Row; inserted: boolean };

/** The driver of an assignment that was in force at a moment. */
const driverAt = (column: string) => `(select a.driver_id from vehicle_assignments a
    where a.vehicle_id = r.vehicle_id and a.assigned_from <= r.${column} and (a.assigned_to is null or a.assigned_to > r.${column})
    order by a.assigned_from desc limit 1)`;

const statements = new Map(derivedTables.map((table) => [table.name, upsertOf(table)]));

function upsertOf({ name, columns, drivenAt, keep }: DerivedTable): string {
  const names = ['vehicle_id', 'detected_at', ...Object.keys(columns)];
  const types = { id: 'uuid', vehicle_id: 'uuid', detected_at: 'timestamptz', ...columns };
  const driver = drivenAt ? ['driver_id'] : [];
  const set = [...names, ...driver].map((column) =>
    keep?.columns.includes(column)
      ? `${column} = case when ${keep.where} then t.${column} else excluded.${column} end`
      : `${column} = excluded.${column}`,
  );
  const compared = ['detected_at', ...Object.keys(columns), ...driver].filter((column) => !keep?.columns.includes(column));
  const kept = (keep?.columns ?? []).map((column) => `(not ${keep?.where} and t.${column} is distinct from excluded.${column})`);
  const differs = [
    `(${compared.map((column) => `t.${column}`).join(', ')}) is distinct from (${compared.map((column) => `excluded.${column}`).join(', ')})`,
    ...kept,
  ].join(' or ');
  return `insert into ${name} as t (tenant_id, id, ${[...names, ...driver].join(', ')})
select (select platform.current_tenant_id()), r.id, ${names.map((column) => `r.${column}`).join(', ')}${drivenAt ? `, ${driverAt(drivenAt)}` : ''}
from jsonb_to_recordset($1::jsonb) as r (${Object.entries(types)
    .map(([column, type]) => `${column} ${type}`)
    .join(', ')})
order by r.id
on conflict (tenant_id, id) do update set ${set.join(', ')} where ${differs}
returning t.*, xmax = 0 as inserted`;
}

/**
 * Writes derived rows; what is there already and equal stays untouched. Emits what is new or changed.
 *
 * @param endedTrips trips that had ended before: a refold changes them, while in order they only end
 */
export async function writeDerived(
  tx: Tx,
  vehicles: readonly DerivedOf[],
  endedTrips: ReadonlySet<string> | Promise<ReadonlySet<string>> = new Set(),
): Promise<void> {
  const written = await Promise.all(
    derivedTables.map(async (table) => {
      const rows = rowsOf(table, vehicles);
      if (rows.length === 0) return [];
      const answered = await tx.query<Row & { inserted: boolean }>(
        statements.get(table.name) as string,
        [JSON.stringify(rows)],
        `write_${table.name}`,
      );
      return answered.map(({ inserted, ...row }): Written => ({ table, row: row as Row, inserted }));
    }),
  );
  const ended = await endedTrips;
  for (const { table, row, inserted } of written.flat())
    emitDerived(tx, table, row, inserted ? firstSeen(table, row) : changed(table, row, ended));
}

/** Deletes derived rows that no longer hold, and says so. */
export async function withdrawWhere(tx: Tx, table: DerivedTable, condition: string, values: unknown[]): Promise<void> {
  const rows = await tx.query<Row>(`delete from ${table.name} where ${condition} returning *`, values, `withdraw_${table.name}`);
  for (const row of rows) emitDerived(tx, table, row, 'withdrawn');
}

function rowsOf(table: DerivedTable, vehicles: readonly DerivedOf[]): Record<string, unknown>[] {
  return vehicles.flatMap(({ vehicleId, derived }) =>
    derived
      .filter((one) => one.table === table.name)
      .map(({ row }) => ({
        id: row.id,
        vehicle_id: vehicleId,
        detected_at: new Date(row.detectedAtMs).toISOString(),
        ...table.values(vehicleId, row as never),
      })),
  );
}

/** Rows come in the order of ids; what happened is told in the order in which it did. */
function firstSeen({ name }: DerivedTable, row: Row): string[] {
  if (name === 'trips') return row.ended_at ? ['started', 'ended'] : ['started'];
  if (name === 'geofence_events')
    return [{ entry: 'entered', exit: 'exited', dwell: 'dwelled' }[row.event_type as string] as string];
  return ['detected'];
}

function changed({ name }: DerivedTable, row: Row, endedTrips: ReadonlySet<string>): string {
  return name === 'trips' && row.ended_at && !endedTrips.has(row.id) ? 'ended' : 'changed';
}

/** Says what became of a derived row (`ended`, `changed`); its columns are the event's data. */
export function emitDerived(tx: Tx, table: DerivedTable, row: Row, what: string | string[]): void {
  const { tenant_id, created_at, updated_at, row_version, id, ...rest } = row;
  const data = Object.fromEntries(Object.entries({ id, ...rest }).map(([column, value]) => [camelCase(column), value]));
  for (const one of [what].flat()) {
    tx.emit({ type: `${eventName(table.subjectType)}.${one}`, subjectType: table.subjectType, subjectId: id, data });
  }
}

function eventName(subjectType: string): string {
  return subjectType.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCase(column: string): string {
  return column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
