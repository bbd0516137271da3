import { cleanText } from './clean-text.ts';
import type { Attachment, OpenDocument, PageText } from './open-document.ts';
import { UnreadableDocument } from './unreadable-document.ts';

export type TextPage = { text: string; heading?: string };

type TextDocument = { fileType: string; title?: string | undefined; pages: readonly TextPage[]; attachments?: Attachment[] };

/** A document whose text is at hand and that has no picture. @throws UnreadableDocument `no_text` where there is none */
export function textDocument({ fileType, title, pages, attachments = [] }: TextDocument): OpenDocument {
  const cleaned = pages.map((page) => ({ ...page, text: cleanText(page.text) }));
  if (cleaned.every((page) => page.text.trim() === '') && attachments.length === 0) {
    throw new UnreadableDocument('no_text', 'This file has no text in it.');
  }
  return {
    fileType,
    pageCount: cleaned.length,
    title: title && cleanText(title),
    attachments,
    readPage: async (number, signal) => {
      signal?.throwIfAborted();
      return toPageText(cleaned[checkedPage(number, cleaned.length) - 1]!, number);
    },
    thumbnail: async () => undefined,
    close: async () => {},
  };
}

/** @throws RangeError */
export function checkedPage(number: number, pageCount: number): number {
  if (Number.isInteger(number) && number >= 1 && number <= pageCount) return number;
  throw new RangeError(`There is no page ${number}: this document has pages 1 to ${pageCount}.`);
}

function toPageText({ text, heading }: TextPage, number: number): PageText {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return {
    number,
    text,
    ...(heading && { heading }),
    source: lines.length > 0 ? 'text' : 'none',
    lines: lines.map((line) => ({ text: line, box: null })),
    widthPt: null,
    heightPt: null,
    ocrConfidence: null,
  };
}
