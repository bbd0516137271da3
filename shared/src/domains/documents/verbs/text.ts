import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { readableBy } from '../access/own-documents.ts';
import { splitPages } from '../analysis/stored-text.ts';
import { recordAct } from '../audit/record-act.ts';

type Row = { text: string | null; version: number | null; status: string; failure: string | null };

export const text = verb({
  name: 'text',
  on: 'documents',
  target: 'item',
  method: 'GET',
  // It is noted who looked.
  access: 'write',
  permission: 'document.read_own',
  summary: 'Read the text of a document, page by page',
  input: z.strictObject({}),
  output: z.object({
    documentId: z.guid(),
    versionNumber: z.int().describe('Version that the text is of; the last one that could be read.'),
    pages: z.array(z.object({ pageNumber: z.int(), text: z.string() })),
  }),
  run: async ({ tx, id: documentId, principal }) => {
    const [row] = await tx.query<Row>(
      `select ai_extracted_text as text, analysed_version as version, status, failure_detail as failure
       from documents d where id = $1 and ${readableBy(principal, 'd')}`,
      [documentId],
    );
    if (!row) throw notFound('Document', documentId);
    if (row.text === null || row.version === null) {
      throw conflict(row.failure ?? `The text of document ${documentId} has not been read yet: its status is ${row.status}.`);
    }
    const pages = splitPages(row.text).map((page, index) => ({ pageNumber: index + 1, text: page }));
    await recordAct(tx, documentId, 'viewed', { versionNumber: row.version, what: 'text' });
    return { documentId, versionNumber: row.version, pages };
  },
});
