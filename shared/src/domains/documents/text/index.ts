export { type Chunk, chunkPages, documentText } from './chunk.ts';
export { OcrFailed } from './ocr/ocr-failed.ts';
export { openDocument } from './open.ts';
export type { Attachment, Box, OpenDocument, OpenOptions, PageSource, PageText, TextLine } from './open-document.ts';
export { UnreadableDocument, type UnreadableReason } from './unreadable-document.ts';
