import type { Tx } from '../../../db/scope.ts';

/** Notes that the caller looked at something of a document's file, or took it. What changes a document is noted by the database. */
export async function recordAct(
  tx: Tx,
  documentId: string,
  action: 'viewed' | 'downloaded',
  details: { versionNumber: number; what: string },
): Promise<void> {
  await tx.query('select platform.record_document_act($1, $2, $3)', [documentId, action, JSON.stringify(details)]);
}
