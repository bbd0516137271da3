import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { readableBy } from '../access/own-documents.ts';
import { findDuplicates } from '../keeping/duplicates.ts';

export const duplicates = verb({
  name: 'duplicates',
  on: 'documents',
  target: 'item',
  method: 'GET',
  permission: 'document.read_own',
  summary: 'Documents with the same file or nearly the same text, also archived ones',
  input: z.strictObject({}),
  output: z.object({
    data: z.array(
      z.object({
        documentId: z.guid(),
        documentName: z.string(),
        isArchived: z.boolean(),
        similarity: z
          .number()
          .describe('1 for the same bytes; below 1 the share of equal bits in the fingerprints of the texts.'),
      }),
    ),
  }),
  run: async ({ tx, id: documentId, principal }) => {
    const [document] = await tx.query<{ checksum: string | null; simhash: string | null }>(
      `select v.checksum, d.text_simhash as simhash
       from documents d left join document_versions v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.version_number = d.version
       where d.id = $1 and ${readableBy(principal, 'd')}`,
      [documentId],
    );
    if (!document) throw notFound('Document', documentId);
    return { data: await findDuplicates(tx, { documentId, ...document }, { readable: readableBy(principal, 'd') }) };
  },
});
