import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

// RFC 7914, with a cost that takes some 50 ms and 32 MiB.
const [costLog2, blockSize, parallelization] = [15, 8, 1];
const keyBytes = 32;

/** What is kept of a password: `scrypt$<log2 of the cost>$<block size>$<parallelization>$<salt>$<key>`, in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, costLog2, blockSize, parallelization);
  return ['scrypt', costLog2, blockSize, parallelization, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Compares in a time that does not depend on where the keys differ. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [name, cost, block, parallel, salt = '', key = ''] = kept.split('$');
  if (name !== 'scrypt') throw new Error('The password of a link is kept in a form that is not known.');
  const expected = Buffer.from(key, 'base64url');
  const found = await derive(password, Buffer.from(salt, 'base64url'), Number(cost), Number(block), Number(parallel));
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function derive(password: string, salt: Buffer, log2: number, r: number, p: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** log2, r, p, maxmem: 64 * 1024 * 1024 };
  // The same password typed on another keyboard is the same: NFC, as RFC 8265 has it.
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
