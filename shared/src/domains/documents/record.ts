import type { Tx } from '../../db/scope.ts';
import { fieldsOf } from '../../resource/fields.ts';
import { tableSql } from '../../resource/projection.ts';
import type { Resource } from '../../resource/resource.ts';

/** Emits `<singular>.created` of a row that a verb or the analysis made, with the row as the resource shows it. */
export async function emitCreated(tx: Tx, resource: Resource, id: string): Promise<void> {
  const columns = [...fieldsOf(resource).values()].map((field) => `${field.json('t')} as "${field.key}"`);
  const [row] = await tx.query<{ data: Record<string, unknown> }>(
    `select row_to_json(i) as data from (select ${columns.join(', ')} from ${tableSql(resource)} t where t.id = $1) i`,
    [id],
  );
  tx.emit({ type: `${resource.singular}.created`, subjectType: resource.singular, subjectId: id, data: row!.data });
}
