import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { DocumentReanalysisRequested } from '../events.ts';

export const reanalyse = verb({
  name: 'reanalyse',
  on: 'documents',
  target: 'item',
  permission: 'document.write',
  summary: 'Read the current version of a document again',
  description: 'After a failure, or with a newer model. Search finds the passages there are until the new ones are ready.',
  input: z.strictObject({}),
  output: z.object({ documentId: z.guid(), versionNumber: z.int(), status: z.literal('received') }),
  status: 202,
  run: async ({ tx, id: documentId }) => {
    const [version] = await tx.query<{ id: string; number: number; generation: string | null }>(
      `select v.id, v.version_number as number, v.generation::text as generation
       from documents d join document_versions v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.version_number = d.version
       where d.id = $1 for no key update of d, v`,
      [documentId],
    );
    if (!version) throw notFound('Document', documentId);
    const { number: versionNumber, generation } = version;
    if (generation === null) throw conflict(`The file of document ${documentId} has not arrived yet; it is read when it does.`);
    const received = `status = 'received', failure_reason = null, failure_detail = null`;
    await tx.query(`update document_versions set ${received} where id = $1`, [version.id]);
    await tx.query(`update documents set ${received} where id = $1`, [documentId]);
    const data: DocumentReanalysisRequested = { documentId, versionNumber };
    tx.emit({ type: 'document.reanalysis_requested', subjectType: 'document', subjectId: documentId, data });
    return { documentId, versionNumber, status: 'received' as const };
  },
});
