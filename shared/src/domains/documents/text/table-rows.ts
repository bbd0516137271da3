import type { TextPage } from './text-document.ts';

const mostRowsOnPage = 2_000;

/** Rows of cells as lines, cells parted by a tab, and those as pages: one, or more where the table is long. */
export function tablePages(rows: readonly (readonly string[])[], heading?: string): TextPage[] {
  const lines = rows.map(tableLine).filter((line) => line !== '');
  const pages: TextPage[] = [];
  for (let start = 0; start === 0 || start < lines.length; start += mostRowsOnPage) {
    pages.push({ text: lines.slice(start, start + mostRowsOnPage).join('\n'), ...(heading && { heading }) });
  }
  return pages;
}

/** A row as a line. White space inside a cell becomes one space, empty cells at the end are left out. */
export function tableLine(cells: readonly string[]): string {
  return cells
    .map((cell) => cell.replace(/\s+/g, ' ').trim())
    .join('\t')
    .trimEnd();
}
