import type { Tx } from '../../../db/scope.ts';
import { conflict, notFound } from '../../../errors.ts';
import type { DocumentReanalysisRequested } from '../events.ts';
import type { AnalysisStatus } from '../tables/index.ts';
import { type RepeatableStatus, statusBefore } from './step-order.ts';

/**
 * Asks for the current version of a document to be read again from a step on; it begins when the bucket reports the file anew.
 *
 * @throws not found; conflict where the file has not arrived, or what comes before the step was never done
 */
export async function requestReanalysis(
  tx: Tx,
  documentId: string,
  fromStep: RepeatableStatus,
): Promise<{ documentId: string; versionNumber: number; status: AnalysisStatus }> {
  const [version] = await tx.query<{ id: string; number: number; generation: string | null; read: boolean }>(
    `select v.id, v.version_number as number, v.generation::text as generation,
       exists (select from document_pages p where p.version_id = v.id) as read
     from documents d join document_versions v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.version_number = d.version
     where d.id = $1 for no key update of d, v`,
    [documentId],
  );
  if (!version) throw notFound('Document', documentId);
  const { number: versionNumber, generation } = version;
  if (generation === null) throw conflict(`The file of document ${documentId} has not arrived yet; it is read when it does.`);
  if (!version.read && !['sniffed', 'extracted'].includes(fromStep)) {
    throw conflict(`No page of document ${documentId} was read yet; begin from the step extracted or sniffed.`);
  }
  const status = statusBefore(fromStep);
  if (fromStep === 'extracted') await tx.query('delete from document_pages where version_id = $1', [version.id]);
  if (fromStep === 'embedded') await tx.query('delete from document_staged_passages where version_id = $1', [version.id]);
  const anew = 'status = $2, failure_reason = null, failure_detail = null';
  await tx.query(`update document_versions set ${anew}, attempts = 0, last_error = null where id = $1`, [version.id, status]);
  await tx.query(`update documents set ${anew} where id = $1`, [documentId, status]);
  const data: DocumentReanalysisRequested = { documentId, versionNumber, fromStep };
  tx.emit({ type: 'document.reanalysis_requested', subjectType: 'document', subjectId: documentId, data });
  return { documentId, versionNumber, status };
}
