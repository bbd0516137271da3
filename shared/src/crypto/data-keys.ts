import { randomBytes } from 'node:crypto';
import { blindIndex, type Normalise } from './blind-index.ts';
import { ciphertextKeyVersion, DecryptionError, decryptField, encryptField, type FieldContext } from './envelope.ts';
import { KeyCache } from './key-cache.ts';
import type { KeyRing } from './keyring.ts';
import { lengthPrefixed } from './length-prefixed.ts';

/** A tenant's data key as it is stored: only the key ring can read it. Versions count from 1. */
export interface WrappedKey {
  version: number;
  wrappedKey: Buffer;
  keyRingName: string;
}

/** Where wrapped keys are kept. Nothing is ever updated or deleted: old values need old keys. */
export interface DataKeyStore {
  latest(tenantId: string): Promise<WrappedKey | undefined>;
  byVersion(tenantId: string, version: number): Promise<WrappedKey | undefined>;
  /** Stores the key, or, where that version is already there, leaves it; returns what is stored. */
  insert(tenantId: string, key: WrappedKey): Promise<WrappedKey>;
}

/** Encrypts and decrypts the fields of every tenant. */
export interface DataKeys {
  /** Makes the tenant's first key where there is none. */
  encrypt(context: FieldContext, plaintext: string): Promise<string>;
  /** @throws DecryptionError for a changed or moved value, or one whose key does not exist. */
  decrypt(context: FieldContext, ciphertext: string): Promise<string>;
  /** The index of a value in an encrypted column; see `blindIndex`. The same before and after a rotation. */
  blindIndex(place: Omit<FieldContext, 'rowId'>, value: string, normalise: Normalise): Promise<string>;
  /**
   * Makes a new key, used for all that is encrypted from now on (by other processes within five minutes), and returns
   * its version. Two simultaneous rotations make one.
   */
  rotate(tenantId: string): Promise<number>;
  /** Forgets and zeroes every key in memory. */
  close(): void;
}

const ttlMs = 5 * 60_000;
/**
 * Blind indexes stay on the tenant's first key for ever. If they followed rotation, every indexed row would have to be
 * rewritten before a search could find it again. The price: who steals key 1 can test guesses against indexes until they
 * are rebuilt, though not read values encrypted under later keys.
 */
const indexKeyVersion = 1;

/**
 * @param options.clock decides when a key leaves memory (five minutes after it was unwrapped)
 * @param options.maxCachedKeys unwrapped keys held at once
 */
export function createDataKeys(options: {
  store: DataKeyStore;
  keyRing: KeyRing;
  clock: { now(): Date };
  maxCachedKeys?: number;
}): DataKeys {
  const { store, keyRing } = options;
  const now = () => options.clock.now().getTime();
  const maxCachedKeys = options.maxCachedKeys ?? 500;
  const cache = new KeyCache({ maxKeys: maxCachedKeys, ttlMs, now });
  const latestVersions = new Map<string, { version: Promise<number>; expiresAt: number }>();

  async function addKey(tenantId: string, version: number): Promise<number> {
    const plaintextKey = randomBytes(32);
    try {
      const wrappedKey = await keyRing.wrap(plaintextKey, wrappingContext(tenantId, version));
      // Another process may have won: the key is then its key, which is why ours is not cached but dropped.
      return (await store.insert(tenantId, { version, wrappedKey, keyRingName: keyRing.name })).version;
    } finally {
      plaintextKey.fill(0);
    }
  }

  async function unwrap(tenantId: string, version: number): Promise<Buffer> {
    const stored = await store.byVersion(tenantId, version);
    if (!stored) throw new DecryptionError();
    if (stored.keyRingName !== keyRing.name) {
      throw new Error(
        `Data key ${version} of tenant ${tenantId} was wrapped by '${stored.keyRingName}', but the configured key ring is ` +
          `'${keyRing.name}'. Configure the ring that wrapped it.`,
      );
    }
    return await keyRing.unwrap(stored.wrappedKey, wrappingContext(tenantId, version));
  }

  function withKey<T>(tenantId: string, version: number, use: (key: Buffer) => T): Promise<T> {
    return cache.with(`${version}:${tenantId}`, () => unwrap(tenantId, version), use);
  }

  async function findLatest(tenantId: string): Promise<number> {
    return (await store.latest(tenantId))?.version ?? (await addKey(tenantId, 1));
  }

  function rememberLatest(tenantId: string, version: Promise<number>): Promise<number> {
    latestVersions.delete(tenantId);
    latestVersions.set(tenantId, { version, expiresAt: now() + ttlMs });
    if (latestVersions.size > maxCachedKeys) latestVersions.delete(latestVersions.keys().next().value!);
    version.catch(() => latestVersions.delete(tenantId));
    return version;
  }

  function latestVersion(tenantId: string): Promise<number> {
    const known = latestVersions.get(tenantId);
    return known && known.expiresAt > now() ? known.version : rememberLatest(tenantId, findLatest(tenantId));
  }

  return {
    async encrypt(context, plaintext) {
      const keyVersion = await latestVersion(context.tenantId);
      return await withKey(context.tenantId, keyVersion, (dataKey) => encryptField({ dataKey, keyVersion, plaintext, context }));
    },
    async decrypt(context, ciphertext) {
      const keyVersion = ciphertextKeyVersion(ciphertext);
      return await withKey(context.tenantId, keyVersion, (dataKey) => decryptField({ dataKey, keyVersion, ciphertext, context }));
    },
    async blindIndex(place, value, normalise) {
      await latestVersion(place.tenantId);
      return await withKey(place.tenantId, indexKeyVersion, (dataKey) => blindIndex({ ...place, dataKey, value, normalise }));
    },
    async rotate(tenantId) {
      const latest = await store.latest(tenantId);
      return await rememberLatest(tenantId, addKey(tenantId, (latest?.version ?? 0) + 1));
    },
    close() {
      cache.clear();
      latestVersions.clear();
    },
  };
}

function wrappingContext(tenantId: string, version: number): Buffer {
  return lengthPrefixed(['wheelhouse data key', tenantId, String(version)]);
}
