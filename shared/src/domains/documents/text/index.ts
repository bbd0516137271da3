export { type Chunk, chunkPages, documentText } from './chunk.ts';
export { extractText } from './extract.ts';
export type { ExtractedText, ExtractOptions, PageText } from './extracted-text.ts';
export { extractPdfText } from './pdf.ts';
export { extractPlainText } from './plain.ts';
export { UnreadableDocument, type UnreadableReason } from './unreadable-document.ts';
