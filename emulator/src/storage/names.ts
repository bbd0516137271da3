import { createHash } from 'node:crypto';
import { invalid } from './errors.ts';

const maxObjectNameBytes = 1024;

/** Refuses (400) what is not a bucket name: https://cloud.google.com/storage/docs/buckets#naming */
export function checkBucketName(name: unknown): string {
  if (typeof name === 'string' && /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(name) && !name.includes('..')) return name;
  throw invalid(
    `Invalid bucket name: ${JSON.stringify(name)}. Use 3 to 222 of a-z, 0-9, '-', '_' and '.', with a letter or digit at both ends`,
    'InvalidBucketName',
  );
}

/** Refuses (400) what is not an object name: https://cloud.google.com/storage/docs/objects#naming */
export function checkObjectName(name: string): string {
  const problem = problemOfObjectName(name);
  if (problem === undefined) return name;
  throw invalid(`Invalid object name ${JSON.stringify(name.slice(0, 100))}: ${problem}`, 'InvalidObjectName');
}

function problemOfObjectName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  const bytes = Buffer.byteLength(name);
  if (bytes > maxObjectNameBytes) return `it has ${bytes} bytes in UTF-8, the limit is ${maxObjectNameBytes}`;
  if (/[\r\n]/.test(name)) return 'it contains a line break';
  if (!name.isWellFormed()) return 'it is not valid Unicode';
  if (name === '.' || name === '..') return 'it must not be "." or ".."';
  if (name.startsWith('.well-known/acme-challenge/')) return 'it must not start with ".well-known/acme-challenge/"';
  return undefined;
}

/** A file name for a bucket or object: names are arbitrary text, so they never become paths themselves. */
export function fileNameOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** Orders names by their UTF-8 bytes, as the service lists them. */
export function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
