import { inflateRawSync } from 'node:zlib';
import { UnreadableDocument } from '../unreadable-document.ts';
import { type ZipEntry, zipDirectory } from './zip-directory.ts';

const mostKeptBytes = 64 * 1024 * 1024;

/**
 * The files of a zip archive that `keep` names. All are unpacked, so that an entry that grows beyond its declared size is found
 * even where nobody reads it.
 * @throws UnreadableDocument `corrupt`, `encrypted`, `zip_bomb`, or `too_large` for more than 64 MiB to keep
 */
export function unzip(bytes: Uint8Array, keep: (name: string) => boolean): Map<string, Uint8Array> {
  const kept = new Map<string, Uint8Array>();
  let keptBytes = 0;
  for (const entry of zipDirectory(bytes)) {
    const content = unpack(bytes, entry);
    if (!keep(entry.name)) continue;
    keptBytes += content.byteLength;
    if (keptBytes > mostKeptBytes) {
      throw new UnreadableDocument('too_large', 'This file has more than 64 MiB of text and tables in it. Upload it in parts.');
    }
    kept.set(entry.name, content);
  }
  return kept;
}

function unpack(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { headerOffset, packedBytes, declaredBytes, method, name } = entry;
  if (headerOffset + 30 > bytes.byteLength || view.getUint32(headerOffset, true) !== 0x04034b50) throw corrupt(name);
  const start = headerOffset + 30 + view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true);
  const packed = bytes.subarray(start, start + packedBytes);
  if (packed.byteLength !== packedBytes) throw corrupt(name);
  if (method !== 0 && method !== 8) throw corrupt(name);
  const content = method === 0 ? packed : inflate(packed, entry);
  if (content.byteLength !== declaredBytes) throw corrupt(name);
  return content;
}

function inflate(packed: Uint8Array, { name, declaredBytes }: ZipEntry): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(declaredBytes, 1) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw corrupt(name, error);
    throw new UnreadableDocument('zip_bomb', `'${name}' in this file unpacks to more than the file declares.`, { cause: error });
  }
}

function corrupt(name: string, cause?: unknown): UnreadableDocument {
  return new UnreadableDocument('corrupt', `This file is damaged: '${name}' in it cannot be unpacked.`, { cause });
}
