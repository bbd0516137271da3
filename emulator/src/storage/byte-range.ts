import { StorageError } from './errors.ts';

/** A part of an object, in bytes, both ends included. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Reads a `Range` header (RFC 9110 section 14.2) for an object of a size; `undefined` means all of it. Several ranges at
 * once and other units are ignored, as the service does.
 *
 * @throws StorageError 416 where the range lies behind the end.
 */
export function parseRange(value: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(value?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const suffix = match[1] === '';
  const first = suffix ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const last = suffix || match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  if (first <= last) return { first, last };
  if (!suffix && match[2] !== '' && Number(match[2]) < first) return undefined;
  throw new StorageError({
    status: 416,
    reason: 'requestedRangeNotSatisfiable',
    message: `Request range not satisfiable: ${value} of ${sizeBytes} bytes`,
    headers: { 'content-range': `bytes */${sizeBytes}` },
  });
}
