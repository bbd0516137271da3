import type { DataKeys, FieldContext } from '../../../crypto/index.ts';
import { type Scope, withTenant } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { parseSetting, type SettingType } from './values.ts';

/** A setting is its key and environment: a value moved to another one does not decrypt there. */
function place(tenantId: string, key: string, environment: string): FieldContext {
  return { tenantId, table: 'system_settings', column: 'setting_value', rowId: `${key}@${environment}` };
}

/** Ciphertext of a secret setting. Not to be called inside a transaction: it may need one of its own for the tenant's key. */
export function encryptSetting(
  dataKeys: DataKeys,
  tenantId: string,
  key: string,
  environment: string,
  text: string,
): Promise<string> {
  return dataKeys.encrypt(place(tenantId, key, environment), text);
}

/** Text of a secret setting. Not to be called inside a transaction: it may need one of its own for the tenant's key. */
export function decryptSetting(
  dataKeys: DataKeys,
  tenantId: string,
  key: string,
  environment: string,
  ciphertext: string,
): Promise<string> {
  return dataKeys.decrypt(place(tenantId, key, environment), ciphertext);
}

/**
 * The value of a secret setting where the code runs, for code of another domain that has to use it (a gateway's key); undefined
 * where the tenant has given none. It opens a transaction of its own, so it is not to be called inside one.
 */
export async function secretSetting(services: Services, scope: Scope, key: string): Promise<unknown> {
  const [row] = await withTenant(
    services.database,
    scope,
    (tx) =>
      tx.query<{ setting_value: string | null; setting_type: SettingType; environment: string }>(
        'select setting_value, setting_type, environment from platform.effective_settings($1) where setting_key = $2 and is_encrypted',
        [services.config.wheelhouseEnvironment, key],
      ),
    { access: 'read', statements: 1 },
  );
  if (!row?.setting_value) return undefined;
  const text = await decryptSetting(services.dataKeys, scope.tenantId, key, row.environment, row.setting_value);
  return parseSetting(key, row.setting_type, text);
}
