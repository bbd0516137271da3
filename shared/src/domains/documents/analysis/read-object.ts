import { createHash } from 'node:crypto';
import type { Storage } from '@google-cloud/storage';
import type { StoredObject } from '../../../runtime/event-function.ts';

/** What an object consists of. */
export type ObjectContent = {
  sizeBytes: number;
  /** SHA-256, hexadecimal. */
  checksum: string;
  /** Undefined where it is too large to be read. */
  bytes: Uint8Array | undefined;
};

/** Largest file whose text is read; it is held in memory, as reading a PDF starts at its end. */
export const maxAnalysedBytes = 100 * 1024 * 1024;

/** Reads one generation of an object, once. Undefined when it is no longer there. */
export async function readObject(storage: Storage, object: StoredObject): Promise<ObjectContent | undefined> {
  const file = storage.bucket(object.bucket).file(object.name, { generation: object.generation });
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  const keep = object.size <= maxAnalysedBytes;
  let sizeBytes = 0;
  try {
    for await (const part of file.createReadStream({ decompress: false })) {
      hash.update(part as Buffer);
      sizeBytes += (part as Buffer).length;
      if (keep) kept.push(part as Buffer);
    }
  } catch (error) {
    if ((error as { code?: number }).code === 404) return undefined;
    throw error;
  }
  return { sizeBytes, checksum: hash.digest('hex'), bytes: keep ? Buffer.concat(kept) : undefined };
}
