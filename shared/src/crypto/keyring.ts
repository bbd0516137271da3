/**
 * Wraps and unwraps data keys with a master key that never leaves the ring.
 * `aad` is authenticated but not stored: the same bytes must be given to unwrap. A wrapped key that was
 * changed, or is unwrapped with other `aad`, is an error.
 */
export interface KeyRing {
  /** Stored beside every wrapped key, so that a key is never tried on a ring that did not wrap it. */
  name: string;
  wrap(plaintextKey: Buffer, aad: Buffer): Promise<Buffer>;
  unwrap(wrapped: Buffer, aad: Buffer): Promise<Buffer>;
}
