import type { OpenDocument } from './open-document.ts';
import { decodeText } from './plain.ts';
import { likeliestSeparator, separatorOf } from './sniff/separator.ts';
import { tablePages } from './table-rows.ts';
import { textDocument } from './text-document.ts';
import { UnreadableDocument } from './unreadable-document.ts';

/** A table in plain text (RFC 4180, and as loosely as it is found): cells parted by comma, semicolon, tab or bar. */
export async function openCsv(bytes: Uint8Array, fileType: 'csv' | 'tsv'): Promise<OpenDocument> {
  const { parse } = await import('csv-parse/sync');
  const text = decodeText(bytes);
  const delimiter = fileType === 'tsv' ? '\t' : (separatorOf(text.slice(0, 16_384)) ?? likeliestSeparator(text.slice(0, 16_384)));
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      bom: true,
      relaxQuotes: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
    });
    return textDocument({ fileType, pages: tablePages(rows) });
  } catch (error) {
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument('corrupt', 'This table cannot be read: a quotation mark is not closed.', { cause: error });
  }
}
