/**
 * Arrays as PostgreSQL sends and takes them in binary (array_send in src/backend/utils/adt/arrayfuncs.c): the driver passes a Buffer on as a binary
 * parameter. Writing and reading decimal digits for every number would cost more than all the rest of a batch.
 */

const oids = { boolean: 16, bigint: 20, text: 25, double: 701, uuid: 2950 };
const headerBytes = 20;

/** Numbers as float8[]; undefined and null are null. */
export function doubleArray<T>(rows: readonly T[], value: (row: T) => number | null | undefined): Buffer {
  return fixedArray(rows, value, oids.double, 8, (buffer, at, number) => buffer.writeDoubleBE(number, at));
}

/** Integers as bigint[]. */
export function bigintArray<T>(rows: readonly T[], value: (row: T) => number | null | undefined): Buffer {
  return fixedArray(rows, value, oids.bigint, 8, (buffer, at, number) => {
    buffer.writeInt32BE(Math.floor(number / 0x1_0000_0000), at);
    buffer.writeUInt32BE(number % 0x1_0000_0000, at + 4);
  });
}

export function booleanArray<T>(rows: readonly T[], value: (row: T) => boolean | null | undefined): Buffer {
  return fixedArray(rows, value, oids.boolean, 1, (buffer, at, flag) => buffer.writeUInt8(flag ? 1 : 0, at));
}

/** Ids in their canonical form (36 characters) as uuid[]. */
export function uuidArray<T>(rows: readonly T[], value: (row: T) => string | null | undefined): Buffer {
  return fixedArray(rows, value, oids.uuid, 16, writeUuid);
}

export function textArray<T>(rows: readonly T[], value: (row: T) => string | null | undefined): Buffer {
  const parts: Buffer[] = [];
  const head = Buffer.allocUnsafe(headerBytes);
  let nulls = 0;
  for (const row of rows) {
    const text = value(row);
    const length = Buffer.allocUnsafe(4);
    if (text === null || text === undefined) {
      nulls = 1;
      length.writeInt32BE(-1);
      parts.push(length);
    } else {
      const bytes = Buffer.from(text);
      length.writeInt32BE(bytes.length);
      parts.push(length, bytes);
    }
  }
  writeHeader(head, oids.text, rows.length, nulls);
  return rows.length === 0 ? emptyArray(oids.text) : Buffer.concat([head, ...parts]);
}

function fixedArray<T, V>(
  rows: readonly T[],
  value: (row: T) => V | null | undefined,
  oid: number,
  size: number,
  write: (buffer: Buffer, at: number, value: V) => void,
): Buffer {
  if (rows.length === 0) return emptyArray(oid);
  const buffer = Buffer.allocUnsafe(headerBytes + rows.length * (4 + size));
  let at = headerBytes;
  let nulls = 0;
  for (const row of rows) {
    const one = value(row);
    if (one === null || one === undefined) {
      nulls = 1;
      buffer.writeInt32BE(-1, at);
      at += 4;
    } else {
      buffer.writeInt32BE(size, at);
      write(buffer, at + 4, one);
      at += 4 + size;
    }
  }
  writeHeader(buffer, oid, rows.length, nulls);
  return at === buffer.length ? buffer : buffer.subarray(0, at);
}

function writeHeader(buffer: Buffer, oid: number, length: number, nulls: number): void {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(nulls, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
}

function emptyArray(oid: number): Buffer {
  const buffer = Buffer.alloc(12);
  buffer.writeInt32BE(oid, 8);
  return buffer;
}

/** Where the hexadecimal digits of each byte stand among the hyphens. */
const digitsAt = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

function writeUuid(buffer: Buffer, at: number, id: string): void {
  for (let i = 0; i < 16; i += 1) {
    const digit = digitsAt[i] as number;
    buffer[at + i] = (hex(id.charCodeAt(digit)) << 4) | hex(id.charCodeAt(digit + 1));
  }
}

/** Digits, then letters in either case. */
function hex(code: number): number {
  return code < 58 ? code - 48 : (code | 32) - 87;
}
