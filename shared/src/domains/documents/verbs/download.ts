import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { readableBy } from '../access/own-documents.ts';
import { recordAct } from '../audit/record-act.ts';
import { signDownload } from '../storage/signed-url.ts';

type Version = { number: number; url: string; generation: string | null; fileName: string };

export const download = verb({
  name: 'download',
  on: 'documents',
  target: 'item',
  method: 'GET',
  // It is noted who took what.
  access: 'write',
  permission: 'document.read_own',
  summary: 'Get an address to download the file from',
  description: 'The address works for 15 minutes, for anyone who has it.',
  input: z.strictObject({
    versionNumber: z.int().min(1).max(2_147_483_647).optional().describe('The current version by default.'),
  }),
  output: z.object({
    documentId: z.guid(),
    versionNumber: z.int(),
    fileName: z.string(),
    downloadUrl: z.url(),
    expiresAt: z.iso.datetime({ offset: true }),
  }),
  run: async ({ tx, id: documentId, input: { versionNumber = null }, principal, services }) => {
    const [version] = await tx.query<Version>(
      `select v.version_number as number, v.file_url as url, v.generation::text as generation, v.file_name as "fileName"
       from documents d join document_versions v on v.tenant_id = d.tenant_id and v.document_id = d.id
       where d.id = $1 and v.version_number = coalesce($2, d.version) and ${readableBy(principal, 'd')}`,
      [documentId, versionNumber],
    );
    if (!version) throw notFound(versionNumber ? `Version ${versionNumber} of document` : 'Document', documentId);
    const { url, generation, fileName } = version;
    if (generation === null)
      throw conflict(`The file of version ${version.number} of document ${documentId} has not arrived yet.`);
    await recordAct(tx, documentId, 'downloaded', { versionNumber: version.number, what: 'file' });
    return {
      documentId,
      versionNumber: version.number,
      fileName,
      ...(await signDownload(services, { url, generation, fileName })),
    };
  },
});
