import type { DataKeyStore, WrappedKey } from '@wheelhouse/shared/crypto/data-keys.ts';

/** A store that keeps keys in memory and yields to others at every call, as a database does. */
export function memoryStore() {
  const keys = new Map<string, WrappedKey>();
  const calls = { inserts: 0, reads: 0 };
  const store: DataKeyStore = {
    async latest(tenantId) {
      await Promise.resolve();
      let latest: WrappedKey | undefined;
      for (const [id, key] of keys) if (id.endsWith(`/${tenantId}`) && key.version > (latest?.version ?? 0)) latest = key;
      return latest;
    },
    async byVersion(tenantId, version) {
      calls.reads++;
      await Promise.resolve();
      return keys.get(`${version}/${tenantId}`);
    },
    async insert(tenantId, key) {
      calls.inserts++;
      await Promise.resolve();
      const id = `${key.version}/${tenantId}`;
      if (!keys.has(id)) keys.set(id, key);
      return keys.get(id)!;
    },
  };
  return { store, keys, calls };
}
