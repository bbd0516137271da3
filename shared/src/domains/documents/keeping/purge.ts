import type { Tx } from '../../../db/scope.ts';
import { conflict, notFound } from '../../../errors.ts';
import type { Services } from '../../../resource/services.ts';
import type { DocumentPurged, OrphanedFilesLeft } from '../events.ts';
import { objectOfUrl, parseObjectName } from '../storage/object-name.ts';

type Document = { isArchived: boolean; heldFor: string | null; retentionDate: string | null };

/**
 * Deletes a document with everything that hangs on it, and leaves its files to the consumer that deletes them once this has committed.
 *
 * @throws conflict while it is in use, under legal hold or to be kept
 */
export async function purgeDocument(tx: Tx, services: Services, id: string): Promise<void> {
  const [document] = await tx.query<Document>(
    `select is_archived as "isArchived", legal_hold_reason as "heldFor", retention_date::text as "retentionDate"
     from documents where id = $1 for update`,
    [id],
  );
  if (!document) throw notFound('Document', id);
  const { isArchived, heldFor, retentionDate } = document;
  const today = services.clock.now().toISOString().slice(0, 10);
  if (!isArchived) throw conflict(`Document ${id} is in use. Archive it first.`);
  if (heldFor !== null) throw conflict(`Document ${id} is under legal hold: ${heldFor}`);
  if (retentionDate !== null && retentionDate > today) throw conflict(`Document ${id} must be kept until ${retentionDate}.`);
  await deleteDocument(tx, id);
}

/** The same for a document of which it is known that it may go. */
export async function deleteDocument(tx: Tx, id: string): Promise<void> {
  const left = await filesOf(tx, id);
  await tx.query('delete from documents where id = $1', [id]);
  const data: DocumentPurged = { id };
  tx.emit({ type: 'document.purged', subjectType: 'document', subjectId: id, data });
  tx.emit({ type: 'orphanedFiles.left', subjectType: 'orphanedFiles', subjectId: id, data: left });
}

/** Where files of a document are, or may be. */
async function filesOf(tx: Tx, documentId: string): Promise<OrphanedFilesLeft> {
  const rows = await tx.query<{ url: string; generation: string | null }>(
    `select file_url as url, max(generation)::text as generation from document_versions where document_id = $1 group by file_url
     union all select thumbnail_url, null from documents where id = $1 and thumbnail_url is not null`,
    [documentId],
  );
  const prefixes = new Map<string, OrphanedFilesLeft['prefixes'][number]>();
  const objects: OrphanedFilesLeft['objects'] = [];
  for (const { url, generation } of rows) {
    const { bucket, name } = objectOfUrl(url);
    const kind = parseObjectName(name).kind;
    if (kind === 'upload' || kind === 'derived') {
      const prefix = name.slice(0, name.indexOf(`/${documentId}/`) + documentId.length + 2);
      prefixes.set(`${bucket}/${prefix}`, { bucket, prefix });
    } else if (generation !== null) objects.push({ bucket, name, lastGeneration: generation });
  }
  return { documentId, prefixes: [...prefixes.values()], objects };
}
