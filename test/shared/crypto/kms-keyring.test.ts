import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { crc32c } from '@wheelhouse/shared/crypto/crc32c.ts';
import { createKmsKeyRing, type KmsClient, KmsIntegrityError } from '@wheelhouse/shared/crypto/kms-keyring.ts';
import { expect, test } from 'vitest';

const keyName = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
const key = randomBytes(32);
const aad = Buffer.from('tenant 1');

type Answer = Awaited<ReturnType<KmsClient['encrypt']>>[0] & Awaited<ReturnType<KmsClient['decrypt']>>[0];

/** Cloud KMS's own behaviour with a real AES key; `spoil` damages an answer on its way back. */
function fakeKms(spoil: (answer: Answer, call: number) => Answer = (answer) => answer) {
  const master = randomBytes(32);
  const kms = {
    calls: 0,
    async encrypt(request) {
      const plaintext = request.plaintext as Buffer;
      const associated = request.additionalAuthenticatedData as Buffer;
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(associated);
      const ciphertext = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
      const answer: Answer = {
        name: `${request.name}/cryptoKeyVersions/1`,
        ciphertext,
        ciphertextCrc32c: { value: String(crc32c(ciphertext)) },
        verifiedPlaintextCrc32c: Number(request.plaintextCrc32c?.value) === crc32c(plaintext),
        verifiedAdditionalAuthenticatedDataCrc32c:
          Number(request.additionalAuthenticatedDataCrc32c?.value) === crc32c(associated),
      };
      return [spoil(answer, ++kms.calls)];
    },
    async decrypt(request) {
      const sealed = request.ciphertext as Buffer;
      const associated = request.additionalAuthenticatedData as Buffer;
      if (Number(request.ciphertextCrc32c?.value) !== crc32c(sealed)) throw new Error('INVALID_ARGUMENT: ciphertext checksum');
      if (Number(request.additionalAuthenticatedDataCrc32c?.value) !== crc32c(associated))
        throw new Error('INVALID_ARGUMENT: aad');
      const decipher = createDecipheriv('aes-256-gcm', master, sealed.subarray(0, 12)).setAAD(associated);
      decipher.setAuthTag(sealed.subarray(-16));
      const plaintext = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
      return [spoil({ plaintext, plaintextCrc32c: { value: String(crc32c(plaintext)) } }, ++kms.calls)];
    },
  } satisfies KmsClient & { calls: number } as KmsClient & { calls: number };
  return kms;
}

test('CRC-32C agrees with the vectors of RFC 3720 B.4', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

test('a wrapped key unwraps with the same associated data only', async () => {
  const ring = createKmsKeyRing({ keyName, client: fakeKms() });
  const wrapped = await ring.wrap(key, aad);
  expect(await ring.unwrap(wrapped, aad)).toEqual(key);
  await expect(ring.unwrap(wrapped, Buffer.from('tenant 2'))).rejects.toThrow();
});

test('an answer damaged once is asked for again', async () => {
  const damageFirst = (answer: Answer, call: number) => (call === 1 ? { ...answer, ciphertext: randomBytes(60) } : answer);
  const kms = fakeKms(damageFirst);
  const ring = createKmsKeyRing({ keyName, client: kms });
  expect(await ring.unwrap(await ring.wrap(key, aad), aad)).toEqual(key);
  expect(kms.calls).toBe(3);
});

test.each([
  ['a request whose plaintext the service did not verify', { verifiedPlaintextCrc32c: false }],
  ['a request whose associated data the service did not verify', { verifiedAdditionalAuthenticatedDataCrc32c: false }],
  ['an answer with no checksum', { ciphertextCrc32c: null }],
])('%s is never used', async (_, change) => {
  const kms = fakeKms((answer) => ({ ...answer, ...change }));
  await expect(createKmsKeyRing({ keyName, client: kms }).wrap(key, aad)).rejects.toThrow(KmsIntegrityError);
  expect(kms.calls).toBe(3);
});

test('a plaintext damaged on the way back is never used', async () => {
  const kms = fakeKms((answer) => (answer.plaintext ? { ...answer, plaintext: randomBytes(32) } : answer));
  const ring = createKmsKeyRing({ keyName, client: kms });
  await expect(ring.unwrap(await ring.wrap(key, aad), aad)).rejects.toThrow(KmsIntegrityError);
});

test('a name that is no Cloud KMS key is refused', () => {
  expect(() => createKmsKeyRing({ keyName: 'my-key' })).toThrow("'my-key' is not a Cloud KMS key");
});
