import type { DataKeyStore, WrappedKey } from '../../crypto/index.ts';
import type { Database } from '../../db/database.ts';
import { type Scope, type Tx, withTenant } from '../../db/scope.ts';

type Row = { version: number; wrapped_key: Buffer; key_ring_name: string };

const columns = 'version, wrapped_key, key_ring_name';

/** Keeps the tenants' wrapped data keys in `crypto_keys`. Each call is a transaction of its own, whatever the caller has open. */
export function createDataKeyStore(database: Database): DataKeyStore {
  const read = async (tenantId: string, text: string, values: unknown[]): Promise<WrappedKey | undefined> =>
    keyOf(await withTenant(database, scopeOf(tenantId), (tx) => tx.query<Row>(text, values), { access: 'read', statements: 1 }));
  return {
    latest: (tenantId) => read(tenantId, `select ${columns} from crypto_keys order by version desc limit 1`, []),
    byVersion: (tenantId, version) => read(tenantId, `select ${columns} from crypto_keys where version = $1`, [version]),
    insert: (tenantId, key) => withTenant(database, scopeOf(tenantId), (tx) => insertKey(tx, key)),
  };
}

async function insertKey(tx: Tx, key: WrappedKey): Promise<WrappedKey> {
  const added = await tx.query<Row>(
    `insert into crypto_keys (version, wrapped_key, key_ring_name) values ($1, $2, $3) on conflict do nothing returning ${columns}`,
    [key.version, key.wrappedKey, key.keyRingName],
  );
  if (added[0]) {
    await tx.query('update crypto_keys set retired_at = clock_timestamp() where version < $1 and retired_at is null', [
      key.version,
    ]);
    return key;
  }
  return keyOf(await tx.query<Row>(`select ${columns} from crypto_keys where version = $1`, [key.version])) as WrappedKey;
}

function keyOf([row]: Row[]): WrappedKey | undefined {
  return row && { version: row.version, wrappedKey: row.wrapped_key, keyRingName: row.key_ring_name };
}

function scopeOf(tenantId: string): Scope {
  const operation = 'data keys of the tenant';
  return { tenantId, actor: { kind: 'system', reason: operation }, databaseRole: 'system_admin', request: { operation } };
}
