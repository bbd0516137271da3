/**
 * Joins strings so that no two different lists give the same bytes: each part is its UTF-8 length
 * (4 bytes, big endian) and then its UTF-8 bytes.
 * @throws TypeError for a part with an unpaired surrogate, which UTF-8 would silently replace.
 */
export function lengthPrefixed(parts: readonly string[]): Buffer {
  const pieces: Buffer[] = [];
  for (const part of parts) {
    if (!part.isWellFormed()) throw new TypeError('A key context holds an unpaired surrogate, which UTF-8 cannot represent.');
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    pieces.push(length, bytes);
  }
  return Buffer.concat(pieces);
}
