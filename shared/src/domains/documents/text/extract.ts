import type { ExtractedText, ExtractOptions } from './extracted-text.ts';
import { extractPdfText, looksLikePdf } from './pdf.ts';
import { extractPlainText, looksLikeText } from './plain.ts';
import { UnreadableDocument } from './unreadable-document.ts';

/**
 * The text of a file of any type we read. The bytes decide the type; the name is only for the message.
 * @throws UnreadableDocument
 */
export async function extractText(bytes: Uint8Array, fileName: string, options: ExtractOptions = {}): Promise<ExtractedText> {
  if (looksLikePdf(bytes)) return await extractPdfText(bytes, options);
  if (looksLikeText(bytes)) return extractPlainText(bytes);
  throw new UnreadableDocument('unsupported_type', `'${fileName}' is neither a PDF nor plain text. Upload one of these.`);
}
