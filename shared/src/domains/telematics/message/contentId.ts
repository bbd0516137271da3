import { hash } from 'node:crypto';

/**
 * A UUID of version 8 (RFC 9562, section 5.8) made of what it stands for: 48 bits of Unix milliseconds, then 74 bits of the
 * SHA-256 of `content`. The same reading has the same id whoever computes it, and ids sort by time.
 */
export function contentId(timeMs: number, content: string): string {
  const time = timeMs.toString(16).padStart(12, '0');
  const digest = hash('sha256', content);
  const variant = '89ab'[Number.parseInt(digest[3] as string, 16) & 3];
  return `${time.slice(0, 8)}-${time.slice(8)}-8${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}

/** The moment in the first 48 bits of a `contentId`. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
