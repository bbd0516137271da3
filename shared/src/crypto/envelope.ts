import { open, seal } from './aes-gcm.ts';
import { lengthPrefixed } from './length-prefixed.ts';

/** Where an encrypted value lives. A value decrypts only in the place it was encrypted for. */
export interface FieldContext {
  tenantId: string;
  table: string;
  column: string;
  rowId: string;
}

/** A value that is damaged, was moved from another place, or belongs to another key. It says no more, on purpose. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError';
  constructor() {
    super('The value could not be decrypted: it is damaged, from another place, or its key is not available.');
  }
}

const format = 'wh1';
const shape = /^wh1\.([1-9]\d{0,9})\.([A-Za-z0-9_-]+)$/;
const largestVersion = 2 ** 31 - 1;

function associatedData(keyVersion: number, context: FieldContext): Buffer {
  return lengthPrefixed([format, String(keyVersion), context.tenantId, context.table, context.column, context.rowId]);
}

/**
 * Encrypts one field: `wh1.<key version>.<base64url of nonce, ciphertext and tag>`, AES-256-GCM with the key version
 * and the whole context as associated data.
 * @param input.dataKey 32 bytes
 * @throws TypeError for text with an unpaired surrogate, which UTF-8 would silently replace.
 */
export function encryptField(input: { dataKey: Buffer; keyVersion: number; plaintext: string; context: FieldContext }): string {
  if (!input.plaintext.isWellFormed()) {
    throw new TypeError('The text to encrypt holds an unpaired surrogate: it could not be read back unchanged.');
  }
  const sealed = seal(input.dataKey, Buffer.from(input.plaintext, 'utf8'), associatedData(input.keyVersion, input.context));
  return `${format}.${input.keyVersion}.${sealed.toString('base64url')}`;
}

/**
 * The version of the data key that a ciphertext needs.
 * @throws DecryptionError when the text is not a ciphertext of this format.
 */
export function ciphertextKeyVersion(ciphertext: string): number {
  const version = Number(shape.exec(ciphertext)?.[1]);
  if (!(version <= largestVersion)) throw new DecryptionError();
  return version;
}

/** Decrypts what `encryptField` returned. @throws DecryptionError for any change to the text, the key or the context. */
export function decryptField(input: { dataKey: Buffer; keyVersion: number; ciphertext: string; context: FieldContext }): string {
  const encoded = shape.exec(input.ciphertext)?.[2] ?? '';
  const sealed = Buffer.from(encoded, 'base64url');
  // base64url has several spellings of the same bytes; only the one we write is accepted.
  const canonical = sealed.toString('base64url') === encoded;
  if (!canonical || ciphertextKeyVersion(input.ciphertext) !== input.keyVersion) throw new DecryptionError();
  try {
    return open(input.dataKey, sealed, associatedData(input.keyVersion, input.context)).toString('utf8');
  } catch {
    throw new DecryptionError();
  }
}
