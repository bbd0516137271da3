import { UnreadableDocument } from '../unreadable-document.ts';
import { findEndOfDirectory } from '../zip/zip-directory.ts';

/** What archives, programs and pictures begin with. */
const magics = [
  'PK',
  'MZ',
  '\x7fELF',
  'GIF8',
  '\x89PNG',
  '\xff\xd8',
  'BM',
  'II*',
  'MM\0',
  'Rar!',
  '7z',
  '\x1f\x8b',
  '#!',
  'RIFF',
  '\xca\xfe',
  '\xd0\xcf',
];
const markup = /<(!doctype\s+html|html|script|svg|body|iframe)\b/i;

/** @throws UnreadableDocument where a PDF, as its first kilobyte says, is also a picture, an archive, a program or a web page */
export function refusePdfPolyglot(bytes: Uint8Array): void {
  const head = latin1(bytes, 0, 1024);
  const before = head.slice(0, head.indexOf('%PDF-')).replace(/^\xef\xbb\xbf/, '');
  // Printers' control codes and blank space before the header are common and harmless; binary magic and markup are not.
  const foreign = magics.some((magic) => before.startsWith(magic));
  if (foreign || markup.test(head)) throw polyglot('a PDF and something else');
  const trailer = latin1(bytes, Math.max(0, bytes.byteLength - 65_536), bytes.byteLength);
  const afterEnd = trailer.slice(trailer.lastIndexOf('%%EOF') + 5);
  if (findEndOfDirectory(bytes) !== undefined) throw polyglot('a PDF and an archive');
  if (trailer.includes('%%EOF') && (markup.test(afterEnd) || afterEnd.includes('PK\x05\x06'))) {
    throw polyglot('a PDF and something else');
  }
}

/** @throws UnreadableDocument where a picture is also a PDF, an archive or a web page */
export function refusePicturePolyglot(bytes: Uint8Array): void {
  if (findEndOfDirectory(bytes) !== undefined) throw polyglot('a picture and an archive');
  const head = latin1(bytes, 0, 1024);
  if (head.includes('%PDF-') || /<(script|html)\b/i.test(head)) throw polyglot('a picture and something else');
}

export function polyglot(what: string): UnreadableDocument {
  return new UnreadableDocument('polyglot', `This file is ${what} at once. Export it again from the program that made it.`);
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}
