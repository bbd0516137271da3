import type { Tx } from '../db/scope.ts';
import { notFound, preconditionFailed } from '../errors.ts';
import { fieldsOf, parameterOf } from './fields.ts';
import { inOrder } from './in-order.ts';
import { Parameters } from './parameters.ts';
import { projectionSql, tableSql } from './projection.ts';
import type { ResourceRegistry } from './registry.ts';
import type { Resource } from './resource.ts';
import type { Row } from './rows.ts';

type Values = Record<string, unknown>;

/** Inserts a row and emits `<singular>.created`. Values are parsed before. */
export async function createRow(tx: Tx, resource: Resource, registry: ResourceRegistry, values: Values): Promise<Row> {
  const parameters = new Parameters();
  const fields = fieldsOf(resource);
  const given = Object.keys(values).map((key) => fields.get(key) as NonNullable<ReturnType<typeof fields.get>>);
  const into =
    given.length > 0
      ? `(${given.map((field) => field.column).join(', ')}) values (${given
          .map((field) => `${parameters.bind(parameterOf(field, values[field.key]))}::${field.sqlType}`)
          .join(', ')})`
      : 'default values';
  const rows = await tx.query<RowOfSql>(
    `with t as (insert into ${tableSql(resource)} ${into} returning *) ${selectSql(resource, registry)}`,
    parameters.values,
  );
  const row = rowOf(rows[0] as RowOfSql);
  emitChange(tx, resource, 'created', row);
  return row;
}

/**
 * Changes the given fields of a row and emits `<singular>.updated` with the names of those that really changed.
 *
 * @param ifMatch the version that the caller has seen, or `*`
 * @throws not found; precondition failed when the row has another version by now.
 */
export async function updateRow(
  tx: Tx,
  resource: Resource,
  registry: ResourceRegistry,
  id: string,
  ifMatch: number | '*',
  values: Values,
): Promise<Row> {
  const parameters = new Parameters();
  const key = parameters.bind(id);
  const fields = fieldsOf(resource);
  const sets = Object.keys(values).map((name) => {
    const field = fields.get(name) as NonNullable<ReturnType<typeof fields.get>>;
    return `${field.column} = ${parameters.bind(parameterOf(field, values[name]))}::${field.sqlType}`;
  });
  const version = ifMatch === '*' ? '' : ` and row_version = ${parameters.bind(ifMatch)}`;
  const changes = sets.length > 0 ? sets.join(', ') : 'row_version = row_version';
  const before = lockRow(tx, resource, registry, id);
  const after = tx.query<RowOfSql>(
    `with t as (update ${tableSql(resource)} set ${changes} where id = ${key}${version} returning *) ${selectSql(resource, registry)}`,
    parameters.values,
  );
  const [old, rows] = await inOrder(before, after);
  if (!rows[0]) throw versionMismatch(old, ifMatch);
  const row = rowOf(rows[0]);
  if (row.rowVersion !== old.rowVersion) emitChange(tx, resource, 'updated', row, changedKeys(old, row));
  return row;
}

/** Deletes a row and emits `<singular>.deleted`. */
export async function deleteRow(
  tx: Tx,
  resource: Resource,
  registry: ResourceRegistry,
  id: string,
  ifMatch: number | '*',
): Promise<void> {
  const old = await lockRow(tx, resource, registry, id);
  if (ifMatch !== '*' && old.rowVersion !== ifMatch) throw versionMismatch(old, ifMatch);
  await tx.query(`delete from ${tableSql(resource)} where id = $1`, [id]);
  emitChange(tx, resource, 'deleted', old);
}

type RowOfSql = { json: string; row_version: number };

const selectSql = (resource: Resource, registry: ResourceRegistry): string =>
  `select (select row_to_json(i) from (select ${projectionSql(resource, registry, 't')}) i)::text as json, t.row_version from t`;

async function lockRow(tx: Tx, resource: Resource, registry: ResourceRegistry, id: string): Promise<Row> {
  const rows = await tx.query<RowOfSql>(
    `with t as (select * from ${tableSql(resource)} where id = $1 for update) ${selectSql(resource, registry)}`,
    [id],
  );
  if (!rows[0]) throw notFound(resource.singular, id);
  return rowOf(rows[0]);
}

function rowOf(row: RowOfSql): Row {
  return { json: row.json, rowVersion: row.row_version };
}

function versionMismatch(row: Row, ifMatch: number | '*'): Error {
  return preconditionFailed(
    `The row has changed: it has version "${row.rowVersion}", If-Match says "${ifMatch}". Read it again and repeat the change.`,
  );
}

function changedKeys(before: Row, after: Row): string[] {
  const [old, now] = [JSON.parse(before.json) as Values, JSON.parse(after.json) as Values];
  return Object.keys(now).filter(
    (key) => key !== 'updatedAt' && key !== 'rowVersion' && JSON.stringify(old[key]) !== JSON.stringify(now[key]),
  );
}

function emitChange(tx: Tx, resource: Resource, what: 'created' | 'updated' | 'deleted', row: Row, changed?: string[]): void {
  // Control-plane rows have no tenant whose outbox could hold the event; their verbs emit to the tenant they are about.
  if (!tx.scope) return;
  const data = JSON.parse(row.json) as Values;
  tx.emit({
    type: `${resource.singular}.${what}`,
    subjectType: resource.singular,
    subjectId: String(data.id),
    data: changed ? { ...data, changed } : data,
  });
}
