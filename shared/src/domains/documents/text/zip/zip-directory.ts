import { UnreadableDocument } from '../unreadable-document.ts';

/** A file in a zip archive, as the archive's directory declares it. */
export type ZipEntry = {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  packedBytes: number;
  declaredBytes: number;
  headerOffset: number;
};

const mostEntries = 5_000;
const mostBytes = 200 * 1024 * 1024;
const suspiciousRatio = 100;
const harmlessBytes = 10 * 1024 * 1024;
const nestedArchive = /\.(zip|7z|rar|gz|tgz|bz2|xz|zst|tar|jar)$/i;

/**
 * The directory of a zip archive (PKWARE APPNOTE.TXT 4.3.12 and 4.3.16).
 * @throws UnreadableDocument `corrupt`, `encrypted`, or `zip_bomb` for more than 5,000 entries, more than 200 MiB declared, an entry of more
 * than 10 MiB that is packed more than a hundredfold, or an archive inside
 */
export function zipDirectory(bytes: Uint8Array): ZipEntry[] {
  const end = findEndOfDirectory(bytes);
  if (end === undefined) throw corrupt();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint16(end + 10, true);
  if (count > mostEntries)
    throw new UnreadableDocument('zip_bomb', `This file packs ${count} files; at most ${mostEntries} are read.`);
  const entries: ZipEntry[] = [];
  let offset = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (offset + 46 > end || view.getUint32(offset, true) !== 0x02014b50) throw corrupt();
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) => view.getUint16(offset + at, true)) as [
      number,
      number,
      number,
    ];
    const next = offset + 46 + nameLength + extraLength + commentLength;
    if (next > end) throw corrupt();
    if (view.getUint16(offset + 8, true) & 1) {
      throw new UnreadableDocument('encrypted', 'This file is protected by a password. Upload it without one.');
    }
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(offset + 46, offset + 46 + nameLength)),
      method: view.getUint16(offset + 10, true),
      packedBytes: view.getUint32(offset + 20, true),
      declaredBytes: view.getUint32(offset + 24, true),
      headerOffset: view.getUint32(offset + 42, true),
    });
    offset = next;
  }
  refuseBombs(entries);
  return entries;
}

/** Where the end-of-directory record is: within the last 64 KiB, its comment reaching the file's end. */
export function findEndOfDirectory(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const earliest = Math.max(0, bytes.byteLength - 22 - 0xffff);
  for (let offset = bytes.byteLength - 22; offset >= earliest; offset--) {
    const isRecord = view.getUint32(offset, true) === 0x06054b50;
    if (isRecord && offset + 22 + view.getUint16(offset + 20, true) === bytes.byteLength) return offset;
  }
  return undefined;
}

function refuseBombs(entries: readonly ZipEntry[]): void {
  const total = entries.reduce((sum, entry) => sum + entry.declaredBytes, 0);
  if (total > mostBytes) {
    throw new UnreadableDocument('zip_bomb', `This file unpacks to ${Math.round(total / 1e6)} MB; at most 200 MB are read.`);
  }
  for (const { name, declaredBytes, packedBytes } of entries) {
    if (declaredBytes > harmlessBytes && declaredBytes > suspiciousRatio * packedBytes) {
      throw new UnreadableDocument('zip_bomb', `'${name}' in this file unpacks to more than ${suspiciousRatio} times its size.`);
    }
    if (nestedArchive.test(name)) throw new UnreadableDocument('zip_bomb', `This file has an archive inside: '${name}'.`);
  }
}

function corrupt(): UnreadableDocument {
  return new UnreadableDocument('corrupt', 'This file is damaged: its list of contents cannot be read.');
}
