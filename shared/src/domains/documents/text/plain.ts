import type { ExtractedText } from './extracted-text.ts';
import { UnreadableDocument } from './unreadable-document.ts';

/**
 * Plain text: by its byte order mark UTF-8 or UTF-16, else UTF-8 where the bytes are valid, else Latin-1 (as
 * the WHATWG encoding standard reads it, windows-1252). Form feeds part pages; line ends become `\n`.
 * @throws UnreadableDocument for text with nothing in it
 */
export function extractPlainText(bytes: Uint8Array): ExtractedText {
  const text = decode(bytes).replace(/\r\n?/g, '\n');
  const pages = text.split('\f').map((page, index) => ({ number: index + 1, text: page.trim() }));
  if (pages.every((page) => page.text === '')) throw new UnreadableDocument('no_text', 'This file has no text in it.');
  return { pageCount: pages.length, pages };
}

/** True where the bytes can be text: UTF-16 with a byte order mark, or no control characters but white space. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (utf16(bytes)) return true;
  return !bytes.subarray(0, 8192).some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte));
}

function decode(bytes: Uint8Array): string {
  const encoding = utf16(bytes);
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

function utf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}
