import type { protos } from '@google-cloud/kms';
import { crc32c } from './crc32c.ts';
import type { KeyRing } from './keyring.ts';

type Kms = typeof protos.google.cloud.kms.v1;
type EncryptRequest = Parameters<Kms['EncryptRequest']['create']>[0] & object;
type DecryptRequest = Parameters<Kms['DecryptRequest']['create']>[0] & object;
type Checksum = EncryptRequest['plaintextCrc32c'];

/** The part of `KeyManagementServiceClient` that the ring uses. */
export interface KmsClient {
  encrypt(request: EncryptRequest): Promise<[Parameters<Kms['EncryptResponse']['create']>[0] & object, ...unknown[]]>;
  decrypt(request: DecryptRequest): Promise<[Parameters<Kms['DecryptResponse']['create']>[0] & object, ...unknown[]]>;
}

/** What came back from Cloud KMS is not what was sent, or arrived damaged, on every attempt. */
export class KmsIntegrityError extends Error {
  override readonly name = 'KmsIntegrityError';
}

const attempts = 3;

/**
 * A key ring in Cloud KMS. Requests and answers carry CRC-32C checksums, and an answer that fails them is thrown away
 * and asked for again, at most three times (https://cloud.google.com/kms/docs/data-integrity-guidelines).
 * @param options.keyName `projects/P/locations/L/keyRings/R/cryptoKeys/K`, a symmetric key
 * @param options.client by default a `KeyManagementServiceClient`, loaded at first use
 * @throws KmsIntegrityError, and the client's own errors unchanged
 */
export function createKmsKeyRing(options: { keyName: string; client?: KmsClient }): KeyRing {
  if (!/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(options.keyName)) {
    throw new Error(`'${options.keyName}' is not a Cloud KMS key: use projects/P/locations/L/keyRings/R/cryptoKeys/K.`);
  }
  let loading: Promise<KmsClient> | undefined = options.client && Promise.resolve(options.client);
  const client = () => {
    loading ??= loadClient();
    return loading;
  };
  return {
    name: options.keyName,
    async wrap(plaintextKey, aad) {
      const kms = await client();
      return await verified(options.keyName, async () => {
        const [answer] = await kms.encrypt({
          name: options.keyName,
          plaintext: plaintextKey,
          plaintextCrc32c: { value: crc32c(plaintextKey) },
          additionalAuthenticatedData: aad,
          additionalAuthenticatedDataCrc32c: { value: crc32c(aad) },
        });
        const received = answer.verifiedPlaintextCrc32c && answer.verifiedAdditionalAuthenticatedDataCrc32c;
        const ciphertext = toBuffer(answer.ciphertext);
        return received && matches(ciphertext, answer.ciphertextCrc32c) ? ciphertext : undefined;
      });
    },
    async unwrap(wrapped, aad) {
      const kms = await client();
      return await verified(options.keyName, async () => {
        const [answer] = await kms.decrypt({
          name: options.keyName,
          ciphertext: wrapped,
          ciphertextCrc32c: { value: crc32c(wrapped) },
          additionalAuthenticatedData: aad,
          additionalAuthenticatedDataCrc32c: { value: crc32c(aad) },
        });
        const plaintext = toBuffer(answer.plaintext);
        return matches(plaintext, answer.plaintextCrc32c) ? plaintext : undefined;
      });
    },
  };
}

async function loadClient(): Promise<KmsClient> {
  const { KeyManagementServiceClient } = await import('@google-cloud/kms');
  return new KeyManagementServiceClient();
}

async function verified(keyName: string, call: () => Promise<Buffer | undefined>): Promise<Buffer> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const result = await call();
    if (result) return result;
  }
  throw new KmsIntegrityError(
    `${attempts} exchanges with ${keyName} failed their checksums. Check the network path to Cloud KMS.`,
  );
}

function toBuffer(value: Uint8Array | string | null | undefined): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.from(value ?? []);
}

function matches(bytes: Buffer, checksum: Checksum): boolean {
  // An int64 arrives as a number, a string or a Long, by how the client was loaded.
  return bytes.length > 0 && checksum?.value != null && Number(checksum.value) === crc32c(bytes);
}
