import type { Tx } from '../../../db/scope.ts';
import type { DocumentDuplicateFound } from '../events.ts';
import { findDuplicates } from '../keeping/duplicates.ts';
import { textSimhash } from '../keeping/simhash.ts';
import type { Target } from './outcome.ts';

/** Notes the older document, archived or not, that has the same file or nearly the same text. Nothing else is done about it. */
export async function noteDuplicate(tx: Tx, { documentId, versionId, versionNumber }: Target): Promise<void> {
  const [version] = await tx.query<{ checksum: string; text: string; before: string | null }>(
    `select v.checksum, d.duplicate_of_document_id as before,
       (select string_agg(p.text, ' ' order by p.page_number) from document_pages p where p.version_id = v.id) as text
     from document_versions v join documents d on d.id = v.document_id where v.id = $1`,
    [versionId],
  );
  if (!version) return;
  const simhash = textSimhash(version.text);
  const readable = '(d.created_at, d.id) < (select o.created_at, o.id from documents o where o.id = $1)';
  const [found] = await findDuplicates(tx, { documentId, checksum: version.checksum, simhash }, { readable, limit: 1 });
  await tx.query(
    `update documents set text_simhash = $2, duplicate_of_document_id = $3, duplicate_similarity = $4 where id = $1 and version = $5`,
    [documentId, simhash, found?.documentId ?? null, found?.similarity ?? null, versionNumber],
  );
  if (!found || found.documentId === version.before) return;
  const data: DocumentDuplicateFound = { documentId, duplicateOfDocumentId: found.documentId, similarity: found.similarity };
  tx.emit({ type: 'document.duplicate_found', subjectType: 'document', subjectId: documentId, data });
}
