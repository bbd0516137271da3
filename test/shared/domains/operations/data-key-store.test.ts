import { createDataKeyStore } from '@wheelhouse/shared/domains/operations/data-key-store.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, testDatabase, testServices } from '../../../harness/index.ts';

const key = (version: number, text: string) => ({ version, wrappedKey: Buffer.from(text), keyRingName: 'local' });

describe.each(['pooled', 'dedicated'] as const)('the data keys of a %s tenant', (placement) => {
  it('are kept by version, and the newest is found', async () => {
    const { tenantId, run } = await newTenant({ placement });
    const store = createDataKeyStore(testDatabase());
    expect(await store.latest(tenantId)).toBeUndefined();
    expect(await store.insert(tenantId, key(1, 'one'))).toEqual(key(1, 'one'));
    await store.insert(tenantId, key(2, 'two'));
    expect(await store.latest(tenantId)).toEqual(key(2, 'two'));
    expect(await store.byVersion(tenantId, 1)).toEqual(key(1, 'one'));
    expect(await store.byVersion(tenantId, 3)).toBeUndefined();
    const retired = await run((tx) => tx.query('select version from crypto_keys where retired_at is not null'));
    expect(retired).toEqual([{ version: 1 }]);
  });

  it('are made once by many at the same time: the first to store a version wins', async () => {
    const { tenantId } = await newTenant({ placement });
    const store = createDataKeyStore(testDatabase());
    const stored = await Promise.all(Array.from({ length: 8 }, (_, index) => store.insert(tenantId, key(1, `key ${index}`))));
    expect(new Set(stored.map(({ wrappedKey }) => wrappedKey.toString())).size).toBe(1);
    expect(await store.latest(tenantId)).toEqual(stored[0]);
  });

  it('are unknown to other tenants, and masked in the audit trail', async () => {
    const [mine, other] = [await newTenant({ placement }), await newTenant()];
    const store = createDataKeyStore(testDatabase());
    await store.insert(mine.tenantId, key(1, 'one'));
    expect(await store.byVersion(other.tenantId, 1)).toBeUndefined();
    const [entry] = await mine.run((tx) =>
      tx.query(`select new_values ->> 'wrapped_key' as shown from audit_log where resource_type = 'crypto_keys'`),
    );
    expect(entry).toEqual({ shown: '***' });
  });

  it('encrypt and decrypt fields', async () => {
    const { tenantId } = await newTenant({ placement });
    const { dataKeys } = testServices();
    const place = { tenantId, table: 'system_settings', column: 'setting_value', rowId: 'x' };
    expect(await dataKeys.decrypt(place, await dataKeys.encrypt(place, 'hush'))).toBe('hush');
  });
});
