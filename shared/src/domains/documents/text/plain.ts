import type { OpenDocument } from './open-document.ts';
import { type TextPage, textDocument } from './text-document.ts';

const mostPageCharacters = 100_000;

/**
 * Plain text: by its byte order mark UTF-8 or UTF-16, else UTF-8 where the bytes are valid, else Latin-1 (as
 * the WHATWG encoding standard reads it, windows-1252). Form feeds part pages, and so does the end of a line after 100,000
 * characters; line ends become `\n`.
 */
export function openPlainText(bytes: Uint8Array, fileType: 'txt' | 'md'): OpenDocument {
  const pages = decodeText(bytes).replace(/\r\n?/g, '\n').split('\f').flatMap(parts);
  const title = fileType === 'md' ? /^#\s+(.+)$/m.exec(pages[0] ?? '')?.[1]?.trim() : undefined;
  return textDocument({ fileType, title, pages: pages.map((text): TextPage => ({ text: text.trim() })) });
}

/** True where the bytes can be text: UTF-16 with a byte order mark, or no control characters but white space. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (utf16(bytes)) return true;
  return !bytes.subarray(0, 8192).some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte));
}

export function decodeText(bytes: Uint8Array): string {
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

function parts(page: string): string[] {
  const found: string[] = [];
  let rest = page;
  while (rest.length > mostPageCharacters) {
    const lineEnd = rest.lastIndexOf('\n', mostPageCharacters);
    const cut = lineEnd > 0 ? lineEnd : mostPageCharacters;
    found.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...found, rest];
}
