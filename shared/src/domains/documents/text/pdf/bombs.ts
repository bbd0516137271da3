import { inflateSync } from 'node:zlib';
import { UnreadableDocument } from '../unreadable-document.ts';

const mostStreamBytes = 200 * 1024 * 1024;
/** Deflate packs 1,032 to 1 at best (zlib, technical details): a shorter stream cannot unpack to more. */
const leastPackedBytes = Math.floor(mostStreamBytes / 1032);

/**
 * Looks for streams that unpack to more than 200 MiB, before pdf.js unpacks one into memory.
 * @throws UnreadableDocument `zip_bomb`
 */
export function refusePdfBombs(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  for (;;) {
    const start = file.indexOf('stream', offset);
    if (start === -1) return;
    const end = file.indexOf('endstream', start + 6);
    const stop = end === -1 ? file.length : end;
    offset = stop + 9;
    const dictionary = file.toString('latin1', Math.max(0, file.lastIndexOf('obj', start), start - 2048), start);
    if (packings(dictionary) > 1) throw bomb();
    if (stop - start > leastPackedBytes) refuseLongStream(file.subarray(start + 6, stop));
    if (end === -1) return;
  }
}

/** How many packing filters a stream goes through (ISO 32000-1, 7.4): one is usual, two multiply. */
function packings(dictionary: string): number {
  const filters = /\/F(?:ilter)?\s*\[([^\]]*)\]/.exec(dictionary)?.[1] ?? '';
  return filters.match(/\/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL|BrotliDecode)\b/g)?.length ?? 0;
}

function refuseLongStream(stream: Buffer): void {
  const start = stream[0] === 0x0d ? 2 : 1;
  // A zlib header (RFC 1950, 2.2); other filters do not pack as much.
  const isZlib = (stream[start]! & 0x0f) === 8 && stream.length > start + 2 && stream.readUInt16BE(start) % 31 === 0;
  if (!isZlib) return;
  try {
    inflateSync(stream.subarray(start), { maxOutputLength: mostStreamBytes });
  } catch (error) {
    // What is damaged is for pdf.js to make the best of.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw bomb();
  }
}

function bomb(): UnreadableDocument {
  return new UnreadableDocument('zip_bomb', 'This PDF has a part in it that unpacks to more than 200 MB.');
}
