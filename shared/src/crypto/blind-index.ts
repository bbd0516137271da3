import { createHmac, hkdfSync } from 'node:crypto';
import { lengthPrefixed } from './length-prefixed.ts';

/** Makes values that should be found by one another equal, before they are hashed. */
export type Normalise = (value: string) => string;

/** For names, addresses of e-mail and the like: compatibility forms unified, trimmed, case ignored. */
export const ignoringCase: Normalise = (value) => value.normalize('NFKC').trim().toLowerCase();

/** For codes where case matters: only surrounding white space is ignored. */
export const trimmed: Normalise = (value) => value.trim();

/**
 * A keyed hash by which an encrypted column is searched or kept unique: HMAC-SHA-256 of the normalised value, under a key
 * of its own for each table and column (HKDF-SHA-256, RFC 5869, from the data key). 43 characters of base64url.
 * Equal values of one column are visibly equal to who reads the table, so index only columns with many different values.
 */
export function blindIndex(input: {
  dataKey: Buffer;
  table: string;
  column: string;
  value: string;
  normalise: Normalise;
}): string {
  const info = lengthPrefixed(['wheelhouse blind index', input.table, input.column]);
  const key = Buffer.from(hkdfSync('sha256', input.dataKey, Buffer.alloc(0), info, 32));
  const index = createHmac('sha256', key).update(input.normalise(input.value), 'utf8').digest('base64url');
  key.fill(0);
  return index;
}
