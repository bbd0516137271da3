import type { CellObject, WorkSheet } from '@e965/xlsx';
import type { OpenDocument } from './open-document.ts';
import { tablePages } from './table-rows.ts';
import { textDocument } from './text-document.ts';
import { UnreadableDocument } from './unreadable-document.ts';
import { storedZip } from './zip/stored-zip.ts';
import { unzip } from './zip/unzip.ts';

/** A workbook: a page a sheet (more where it has more than 2,000 rows), values as the workbook formats them, cells parted by tabs. */
export async function openXlsx(bytes: Uint8Array): Promise<OpenDocument> {
  const parts = unzip(bytes, (name) => /\.(xml|rels)$/i.test(name));
  const { read } = await import('@e965/xlsx');
  try {
    // Formulas are not needed; neither the values' dates: the formatted text has them as people see them.
    const book = read(storedZip(parts), { type: 'buffer', dense: true, cellFormula: false, cellHTML: false, cellText: true });
    const pages = book.SheetNames.flatMap((name) => tablePages(rowsOf(book.Sheets[name]!), name));
    return textDocument({ fileType: 'xlsx', title: book.Props?.Title, pages });
  } catch (error) {
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument('corrupt', 'This workbook is damaged and cannot be read.', { cause: error });
  }
}

/** Only cells that exist are visited: a sheet may declare billions. */
function rowsOf(sheet: WorkSheet): string[][] {
  const rows: string[][] = [];
  const data: CellObject[][] = sheet['!data'] ?? [];
  data.forEach((row) => {
    const cells: [number, string][] = [];
    row?.forEach((cell, column) => {
      cells.push([column, cell.w ?? String(cell.v ?? '')]);
    });
    rows.push(inColumns(cells));
  });
  return rows;
}

/** Empty columns stay where they stand, up to where a table can still be meant. */
function inColumns(cells: readonly (readonly [number, string])[]): string[] {
  const row: string[] = [];
  for (const [column, text] of cells) {
    while (row.length < Math.min(column, 256)) row.push('');
    row.push(text);
  }
  return row;
}
