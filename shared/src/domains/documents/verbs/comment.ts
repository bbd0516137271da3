import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { invalidField, notFound } from '../../../errors.ts';
import type { Principal } from '../../../resource/principal.ts';
import { verb } from '../../../resource/verb.ts';
import { readableBy } from '../access/own-documents.ts';
import { commentText } from '../comments/fields.ts';
import { insertComment } from '../comments/insert-comment.ts';

const maxNumber = 2_147_483_647;
const percent = z.number().min(0).max(100).multipleOf(0.01);

const input = z.strictObject({
  text: commentText,
  versionNumber: z.int().min(1).max(maxNumber).optional().describe('The current version by default.'),
  pageNumber: z.int().min(1).max(maxNumber).optional().describe('The document as a whole by default.'),
  positionX: percent.optional().describe('Percent of the width of the page, from its left side.'),
  positionY: percent.optional().describe('Percent of the height of the page, from the top.'),
});

export const comment = verb({
  name: 'comment',
  on: 'documents',
  target: 'item',
  permission: 'document.read_own',
  summary: 'Say something about a document, or about a place on one of its pages',
  input,
  output: z.object({ id: z.guid(), documentId: z.guid(), versionNumber: z.int() }),
  status: 201,
  run: async ({ tx, id: documentId, input, principal }) => {
    const { pageNumber, positionX, positionY } = input;
    if ((positionX === undefined) !== (positionY === undefined))
      throw invalidField('positionX', 'Give positionX and positionY, or neither.', 'required');
    if (positionX !== undefined && pageNumber === undefined)
      throw invalidField('pageNumber', 'A position is on a page.', 'required');
    const { versionNumber, pageCount } = await versionOf(tx, principal, documentId, input.versionNumber);
    if (pageNumber !== undefined && pageCount !== null && pageNumber > pageCount)
      throw invalidField('pageNumber', `Version ${versionNumber} has ${pageCount} pages.`, 'out_of_range');
    const id = await insertComment(tx, { documentId, versionNumber, text: input.text, pageNumber, positionX, positionY });
    return { id, documentId, versionNumber };
  },
});

type Version = { versionNumber: number; pageCount: number | null };

/** `pageCount` is null while nobody has counted them. */
async function versionOf(tx: Tx, principal: Principal, documentId: string, number: number | undefined): Promise<Version> {
  const [version] = await tx.query<Version>(
    `select v.version_number as "versionNumber",
       coalesce(v.page_count, (select max(p.page_number) from document_pages p where p.version_id = v.id)) as "pageCount"
     from documents d join document_versions v on v.tenant_id = d.tenant_id and v.document_id = d.id
     where d.id = $1 and v.version_number = coalesce($2, d.version) and ${readableBy(principal, 'd')}`,
    [documentId, number ?? null],
  );
  if (!version) throw notFound(number ? `Version ${number} of document` : 'Document', documentId);
  return version;
}
