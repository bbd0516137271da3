import { createHash, type Hash } from 'node:crypto';
import { invalid } from './errors.ts';

/** Checksums of an object's bytes, base64: CRC32C big-endian, MD5. */
export interface Checksums {
  crc32c: string;
  md5Hash: string;
}

const crc32cTables = makeCrc32cTables();

/** CRC32C (Castagnoli, RFC 3720 appendix B.4), reflected polynomial 0x82f63b78, four bytes a step. */
export class Crc32c {
  #state = 0xffffffff;

  update(bytes: Uint8Array): this {
    const [t0, t1, t2, t3] = crc32cTables;
    const wholeWords = bytes.length & ~3;
    let state = this.#state;
    let i = 0;
    for (; i < wholeWords; i += 4) {
      state ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      state = t3[state & 0xff]! ^ t2[(state >>> 8) & 0xff]! ^ t1[(state >>> 16) & 0xff]! ^ t0[state >>> 24]!;
    }
    for (; i < bytes.length; i++) state = t0[(state ^ bytes[i]!) & 0xff]! ^ (state >>> 8);
    this.#state = state;
    return this;
  }

  base64(): string {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE((this.#state ^ 0xffffffff) >>> 0);
    return bytes.toString('base64');
  }
}

/** Running checksums and size of a stream of bytes. */
export class ChecksumMeter {
  size = 0;
  readonly #crc32c = new Crc32c();
  readonly #md5: Hash = createHash('md5');

  update(bytes: Uint8Array): void {
    this.size += bytes.length;
    this.#crc32c.update(bytes);
    this.#md5.update(bytes);
  }

  /** The checksums so far; more bytes may follow. */
  checksums(): Checksums {
    return { crc32c: this.#crc32c.base64(), md5Hash: this.#md5.copy().digest('base64') };
  }
}

/** Reads `x-goog-hash: crc32c=…,md5=…`. */
export function parseGoogHash(header: string | undefined): Partial<Checksums> {
  const found: Partial<Checksums> = {};
  for (const part of header?.split(',') ?? []) {
    const separator = part.indexOf('=');
    const algorithm = part.slice(0, separator).trim();
    const value = part.slice(separator + 1).trim();
    if (algorithm === 'crc32c') found.crc32c = value;
    if (algorithm === 'md5') found.md5Hash = value;
  }
  return found;
}

export function formatGoogHash(checksums: { crc32c: string; md5Hash?: string }): string {
  const crc32c = `crc32c=${checksums.crc32c}`;
  return checksums.md5Hash === undefined ? crc32c : `${crc32c},md5=${checksums.md5Hash}`;
}

/** Refuses (400, XML `BadDigest`) bytes whose checksums are not those that the client announced. */
export function verifyChecksums(calculated: Checksums, announced: Partial<Checksums>): void {
  if (announced.crc32c !== undefined && announced.crc32c !== calculated.crc32c) {
    throw mismatch('CRC32C', announced.crc32c, calculated.crc32c);
  }
  if (announced.md5Hash !== undefined && announced.md5Hash !== calculated.md5Hash) {
    throw mismatch('MD5 hash', announced.md5Hash, calculated.md5Hash);
  }
}

function mismatch(kind: string, announced: string, calculated: string) {
  return invalid(`Provided ${kind} "${announced}" doesn't match calculated ${kind} "${calculated}".`, 'BadDigest');
}

function makeCrc32cTables(): [Int32Array, Int32Array, Int32Array, Int32Array] {
  const tables: [Int32Array, Int32Array, Int32Array, Int32Array] = [
    new Int32Array(256),
    new Int32Array(256),
    new Int32Array(256),
    new Int32Array(256),
  ];
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    tables[0][byte] = value;
  }
  for (let byte = 0; byte < 256; byte++) {
    for (let step = 1; step < 4; step++) {
      const previous = tables[step - 1]![byte]!;
      tables[step]![byte] = (previous >>> 8) ^ tables[0][previous & 0xff]!;
    }
  }
  return tables;
}
