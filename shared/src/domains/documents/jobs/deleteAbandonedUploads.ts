import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { job } from '../../../runtime/job.ts';
import { deleteDocument } from '../keeping/purge.ts';
import { objectOfUrl } from '../storage/object-name.ts';

const batchSize = 100;
const hourMs = 3_600_000;

type Version = { id: string; documentId: string; url: string };

// Signed addresses of uploads live 15 minutes. A restored version is copied, not uploaded.
const abandonedSql = `select id, document_id as "documentId", file_url as url from document_versions
  where generation is null and restored_from_version is null and created_at < $1 and ($2::uuid is null or id > $2)
  order by id limit ${batchSize}`;

export const deleteAbandonedUploads = job({
  handler: 'documents.deleteAbandonedUploads',
  summary: 'Delete documents and versions whose file never arrived',
  scope: 'tenant',
  parameters: z.strictObject({ keepHours: z.int().min(1).max(720).default(24) }),
  timeoutMs: 10 * 60_000,
  run: async ({ parameters: { keepHours }, services, inScope, signal }) => {
    const before = new Date(services.clock.now().getTime() - keepHours * hourMs);
    let after: string | null = null;
    let deleted = 0;
    for (;;) {
      const abandoned: Version[] = await inScope((tx) => tx.query<Version>(abandonedSql, [before, after]));
      for (const version of abandoned) {
        signal.throwIfAborted();
        // It has arrived, and only the report of that is late.
        if (await isThere(services, version.url)) continue;
        if (await inScope((tx) => deleteVersion(tx, version))) deleted += 1;
      }
      const last = abandoned.at(-1);
      if (!last || abandoned.length < batchSize) return { recordsProcessed: deleted };
      after = last.id;
    }
  },
});

async function isThere(services: Services, url: string): Promise<boolean> {
  const { bucket, name } = objectOfUrl(url);
  const [exists] = await (await services.storage()).bucket(bucket).file(name).exists();
  return exists;
}

/** Of a document that has no other version, the whole document. */
async function deleteVersion(tx: Tx, { id, documentId }: Version): Promise<boolean> {
  const [document] = await tx.query<{ kept: boolean; others: boolean }>(
    `select legal_hold or coalesce(retention_date > current_date, false) as kept,
       exists (select from document_versions v where v.document_id = d.id and v.id <> $2) as others
     from documents d where d.id = $1 for update`,
    [documentId, id],
  );
  const [awaited] = await tx.query('select id from document_versions where id = $1 and generation is null', [id]);
  if (!document || !awaited || document.kept) return false;
  if (document.others) await tx.query('delete from document_versions where id = $1', [id]);
  else await deleteDocument(tx, documentId);
  return true;
}
