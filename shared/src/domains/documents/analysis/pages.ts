import type { Tx } from '../../../db/scope.ts';
import type { PageText } from '../text/index.ts';
import type { Target } from './outcome.ts';

/** Stores pages of a version; those that are there already stay as they are. */
export async function storePages(tx: Tx, { versionId, documentId }: Target, pages: readonly PageText[]): Promise<void> {
  const rows = pages.map(({ number, text, heading, source, lines, widthPt, heightPt, ocrConfidence }) => ({
    page_number: number,
    text: storableText(text),
    heading: heading === undefined ? null : storableText(heading),
    source,
    lines: lines.map((line) => ({ ...line, text: storableText(line.text) })),
    width_pt: widthPt,
    height_pt: heightPt,
    ocr_confidence: ocrConfidence,
  }));
  await tx.query(
    `insert into document_pages (version_id, document_id, page_number, text, heading, source, lines, width_pt, height_pt, ocr_confidence)
     select $1, $2, p.page_number, p.text, p.heading, p.source, p.lines, p.width_pt, p.height_pt, p.ocr_confidence
     from jsonb_to_recordset($3::jsonb) as p (page_number integer, text text, heading text, source text, lines jsonb, width_pt float8,
       height_pt float8, ocr_confidence float8)
     on conflict (tenant_id, version_id, page_number) do nothing`,
    [versionId, documentId, JSON.stringify(rows)],
  );
}

type Row = Omit<PageText, 'heading'> & { heading: string | null };

/** The pages of a version, in order. */
export async function loadPages(tx: Tx, versionId: string): Promise<PageText[]> {
  const rows = await tx.query<Row>(
    `select page_number as number, text, heading, source, lines, width_pt as "widthPt", height_pt as "heightPt", ocr_confidence as "ocrConfidence"
     from document_pages where version_id = $1 order by page_number`,
    [versionId],
  );
  return rows.map(({ heading, ...page }) => ({ ...page, ...(heading !== null && { heading }) }));
}

/** Numbers of the pages that were read already. */
export async function pagesRead(tx: Tx, versionId: string): Promise<Set<number>> {
  const rows = await tx.query<{ number: number }>('select page_number as number from document_pages where version_id = $1', [
    versionId,
  ]);
  return new Set(rows.map(({ number }) => number));
}

/** Without what PostgreSQL, or the text of all pages in one column, cannot hold. */
function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replaceAll('\f', '\n');
}
