import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { documentClasses } from '../tables/index.ts';

const id = z.guid();
const moment = z.iso.datetime({ offset: true });

/** What a search is narrowed to: all that is given must hold. */
export const filtersSchema = z.strictObject({
  documentIds: z.array(id).min(1).max(200).optional(),
  documentClass: z.array(z.enum(documentClasses)).min(1).max(documentClasses.length).optional().describe('One of these.'),
  folderId: id.optional().describe('Documents in this folder and in those below it.'),
  vehicleId: id.optional(),
  driverId: id.optional(),
  vendorId: id.optional(),
  tags: z.array(z.string().trim().min(1).max(100)).min(1).max(50).optional().describe('Documents that have all of these.'),
  createdFrom: moment.optional().describe('Documents that came in at this moment or later.'),
  createdTo: moment.optional().describe('Documents that came in before this moment.'),
});

export type Filters = z.output<typeof filtersSchema>;

/** Each filter as SQL on a document `d`; `$` stands for its value. */
const conditions: Record<keyof Filters, string> = {
  documentIds: 'd.id = any ($::uuid[])',
  documentClass: 'd.document_class = any ($::text[])',
  folderId: `d.folder_id in (select f.id from document_folders f join document_folders top on top.id = $::uuid
    where f.id = top.id or starts_with(f.path, top.path || '/'))`,
  vehicleId: 'd.vehicle_id = $::uuid',
  driverId: 'd.driver_id = $::uuid',
  vendorId: 'd.vendor_id = $::uuid',
  tags: 'd.tags::text[] @> $::text[]',
  createdFrom: 'd.created_at >= $::timestamptz',
  createdTo: 'd.created_at < $::timestamptz',
};

/** A passage `c` belongs to document `d` and is of the version that is in service. */
const passageOfDocument = `d.tenant_id = c.tenant_id and d.id = c.source_id and c.source_type = 'document'
  and c.document_version = d.analysed_version and not d.is_archived`;

/** How the documents of a search are joined to passages `c`: SQL, and the values of its parameters. */
export type Narrowing = {
  join: string;
  values: unknown[];
  /** So few documents are left that all their passages are looked at, without the help of an index. */
  few: boolean;
};

/** Documents of which all passages are looked at: some thousands of passages. */
const fewDocuments = 200;

/**
 * Joins documents that meet the filters. Only the given ones are in the statement: one with all of them, switched off by null, is planned
 * worse. Who may see a document is not asked here: row security of `documents` decides it.
 *
 * @param taken how many parameters the statement has before these
 */
export async function narrow(tx: Tx, filters: Filters): Promise<(taken: number) => Narrowing> {
  const given = (Object.keys(conditions) as (keyof Filters)[]).filter((name) => filters[name] !== undefined);
  const values = given.map((name) => filters[name]);
  const sql = (taken: number) =>
    given.map((name, index) => `and ${conditions[name].replace('$', `$${taken + index + 1}`)}`).join('\n');
  const few =
    given.length > 0 &&
    (await tx.query(`select from documents d where not d.is_archived ${sql(0)} limit ${fewDocuments + 1}`, values)).length <=
      fewDocuments;
  return (taken) => ({
    // Row security hides from the planner how much of the tables is the tenant's. `offset 0` keeps it to the order in which a search
    // is fast: passages from an index first, and for each its document.
    join: few
      ? `join documents d on ${passageOfDocument} ${sql(taken)}`
      : `cross join lateral (select from documents d where ${passageOfDocument} ${sql(taken)} offset 0) d`,
    values,
    few,
  });
}
