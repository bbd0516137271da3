import { createHash } from 'node:crypto';

/** Words in a row that are compared as one: forms filled in differently share words, but few rows of them. */
const shingleWords = 3;

/** Texts shorter than this say too little to be called alike. */
const fewestWords = 20;

/** Bits in which the fingerprints of nearly the same texts differ at most. */
export const nearDuplicateBits = 6;

/**
 * A fingerprint of which texts that are nearly the same have nearly all bits in common (Charikar, Similarity estimation techniques from
 * rounding algorithms, 2002), over rows of three words.
 *
 * @returns 16 hexadecimal digits; null for a text with less than 20 words
 */
export function textSimhash(text: string): string | null {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < fewestWords) return null;
  const sums = new Int32Array(64);
  for (let start = 0; start + shingleWords <= words.length; start += 1) {
    const hash = createHash('md5')
      .update(words.slice(start, start + shingleWords).join(' '))
      .digest();
    for (let bit = 0; bit < 64; bit += 1) sums[bit]! += ((hash[bit >> 3]! >> (7 - (bit & 7))) & 1) === 1 ? 1 : -1;
  }
  const bytes = new Uint8Array(8);
  sums.forEach((sum, bit) => {
    if (sum > 0) bytes[bit >> 3]! |= 1 << (7 - (bit & 7));
  });
  return Buffer.from(bytes).toString('hex');
}

/** Bits in which two fingerprints differ: 0 to 64. */
export function simhashDistance(a: string, b: string): number {
  let differing = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; differing > 0n; differing >>= 1n) count += Number(differing & 1n);
  return count;
}
