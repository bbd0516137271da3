import { randomBytes } from 'node:crypto';
import { link, mkdir, open as openFile, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { open, seal } from './aes-gcm.ts';
import type { KeyRing } from './keyring.ts';

const contents = z.object({
  primary: z.string(),
  keys: z.record(z.string().regex(/^[1-9]\d{0,8}$/), z.base64().length(44)),
});
type Contents = z.infer<typeof contents>;

/**
 * A key ring in a JSON file, for development and tests: versioned 256-bit master keys, AES-256-GCM. The file is made
 * with mode 0600 where there is none. A wrapped key is the master key's version (4 bytes, big endian) and the sealed key.
 * @throws when `environment` is `production`: master keys there belong in Cloud KMS.
 */
export function createLocalKeyRing(options: { path: string; environment: string }): KeyRing {
  if (options.environment === 'production') {
    throw new Error('The local key ring keeps master keys in a file and is refused in production. Configure a Cloud KMS key.');
  }
  return {
    name: 'local',
    async wrap(plaintextKey, aad) {
      const ring = await readOrCreate(options.path);
      const version = versionBytes(ring.primary);
      return Buffer.concat([
        version,
        seal(masterKey(ring, ring.primary, options.path), plaintextKey, Buffer.concat([version, aad])),
      ]);
    },
    async unwrap(wrapped, aad) {
      if (wrapped.length < 4) throw new Error(`A wrapped key of ${wrapped.length} bytes is too short to be one.`);
      const ring = await readOrCreate(options.path);
      const version = wrapped.subarray(0, 4);
      const key = masterKey(ring, String(version.readUInt32BE()), options.path);
      return open(key, wrapped.subarray(4), Buffer.concat([version, aad]));
    },
  };
}

/** Adds a new master key and wraps with it from now on; keys wrapped earlier still unwrap. Returns the new version. */
export async function rotateLocalKeyRing(path: string): Promise<number> {
  const ring = await readOrCreate(path);
  const version = Math.max(...Object.keys(ring.keys).map(Number)) + 1;
  const next = { primary: String(version), keys: { ...ring.keys, [version]: newKey() } };
  await rename(await writeTemporary(path, next), path);
  return version;
}

async function readOrCreate(path: string): Promise<Contents> {
  const text = await readFile(path, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    await create(path);
    return await readFile(path, 'utf8');
  });
  await refuseOpenFile(path);
  try {
    return contents.parse(JSON.parse(text));
  } catch {
    // The parser's own message could quote key material.
    throw new Error(`${path} is not a key ring: expected {"primary": "1", "keys": {"1": <32 bytes in base64>}}.`);
  }
}

async function create(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = await writeTemporary(path, { primary: '1', keys: { '1': newKey() } });
  // link, unlike rename, never replaces a ring that another process made in the meantime.
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
}

async function writeTemporary(path: string, ring: Contents): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await openFile(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(ring, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return temporary;
}

async function refuseOpenFile(path: string): Promise<void> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Error(`${path} holds master keys but its mode is ${(mode & 0o777).toString(8)}. Run: chmod 600 ${path}`);
  }
}

function masterKey(ring: Contents, version: string, path: string): Buffer {
  const key = ring.keys[version];
  if (!key) throw new Error(`Master key version ${version} is not in ${path}. Restore the file that wrapped this key.`);
  return Buffer.from(key, 'base64');
}

function versionBytes(version: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Number(version));
  return bytes;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}
