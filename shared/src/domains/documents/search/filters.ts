import { z } from 'zod';

/** What a search is narrowed to. */
export const filtersSchema = z.strictObject({
  documentIds: z.array(z.guid()).min(1).max(200).optional(),
  vehicleId: z.guid().optional(),
  folderId: z.guid().optional().describe('Documents in this folder and in those below it.'),
  tags: z.array(z.string().trim().min(1).max(100)).min(1).max(50).optional().describe('Documents that have all of these.'),
});

export type Filters = z.output<typeof filtersSchema>;

/** Values of the parameters $1 to $4 of `fromPassages`. */
export function filterValues({ documentIds, vehicleId, folderId, tags }: Filters): unknown[] {
  return [documentIds ?? null, vehicleId ?? null, folderId ?? null, tags ?? null];
}

/** The passages `c` of documents `d` that may be found. */
export const fromPassages = `from rag_embeddings c
  join documents d on d.tenant_id = c.tenant_id and d.id = c.source_id
  where c.source_type = 'document' and not d.is_archived
    and ($1::uuid[] is null or d.id = any ($1))
    and ($2::uuid is null or d.vehicle_id = $2)
    and ($3::uuid is null or d.folder_id in (
      select f.id from document_folders f join document_folders top on top.id = $3
      where f.id = top.id or starts_with(f.path, top.path || '/')))
    and ($4::text[] is null or d.tags::text[] @> $4)`;
