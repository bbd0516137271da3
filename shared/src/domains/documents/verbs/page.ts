import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { readableBy } from '../access/own-documents.ts';
import { recordAct } from '../audit/record-act.ts';
import { pageTextSources } from '../tables/index.ts';

const output = z.object({
  documentId: z.guid(),
  versionNumber: z.int(),
  pageNumber: z.int(),
  pageCount: z.int(),
  text: z.string(),
  source: z.enum(pageTextSources),
  widthPt: z.number().nullable(),
  heightPt: z.number().nullable(),
  ocrConfidence: z.number().nullable(),
  lines: z.array(
    z.object({
      text: z.string(),
      box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
  ),
});

export const page = verb({
  name: 'page',
  on: 'documents',
  target: 'item',
  method: 'GET',
  // It is noted who looked.
  access: 'write',
  permission: 'document.read_own',
  summary: 'One page of a document: its text, and where each line of it stands',
  description:
    'Boxes are in percent of the page from its upper left corner, so that a viewer can mark them on the page of the file.',
  input: z.strictObject({ pageNumber: z.int().min(1).max(1_000_000).default(1) }),
  output,
  run: async ({ tx, id: documentId, input: { pageNumber }, principal }) => {
    const [row] = await tx.query<z.output<typeof output>>(
      `select d.id as "documentId", v.version_number as "versionNumber", p.page_number as "pageNumber",
         (select count(*)::integer from document_pages o where o.version_id = v.id) as "pageCount", p.text, p.source,
         p.width_pt as "widthPt", p.height_pt as "heightPt", p.ocr_confidence as "ocrConfidence", p.lines
       from documents d
       join document_versions v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.version_number = d.version
       join document_pages p on p.tenant_id = v.tenant_id and p.version_id = v.id and p.page_number = $2
       where d.id = $1 and ${readableBy(principal, 'd')}`,
      [documentId, pageNumber],
    );
    if (!row) throw notFound(`Page ${pageNumber} of document`, documentId);
    await recordAct(tx, documentId, 'viewed', { versionNumber: row.versionNumber, what: `page ${pageNumber}` });
    return row;
  },
});
