import type { Tx } from '../../../db/scope.ts';
import { parseSetting, type SettingType } from './values.ts';

/** The value of a setting where the code runs, and where it comes from. */
export type EffectiveSetting = {
  key: string;
  /** Null for a secret. */
  value: unknown;
  type: SettingType;
  category: string;
  subcategory: string | null;
  description: string | null;
  environment: string;
  source: 'tenant' | 'platform' | 'default';
  isEncrypted: boolean;
  isPublic: boolean;
  isUserConfigurable: boolean;
  requiresRestart: boolean;
};

type Row = Omit<EffectiveSetting, 'value'> & { text: string | null };

const columns = `setting_key as key, setting_value as text, setting_type as type, category, subcategory, description, environment, source,
  is_encrypted as "isEncrypted", is_public as "isPublic", is_user_configurable as "isUserConfigurable", requires_restart as "requiresRestart"`;

/**
 * The settings that apply to the tenant of the transaction in an environment, by key. The first there is decides: the tenant's
 * value for the environment, the tenant's for all, the platform's for the environment, the platform's for all, a default value.
 */
export async function effectiveSettings(
  tx: Tx,
  environment: string,
  options: { publicOnly?: boolean; key?: string } = {},
): Promise<EffectiveSetting[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from platform.effective_settings($1)
     where (is_public or not $2::boolean) and ($3::text is null or setting_key = $3) order by setting_key`,
    [environment, options.publicOnly ?? false, options.key ?? null],
    'effective_settings',
  );
  return rows.map(({ text, ...row }) => ({
    ...row,
    value: text === null || row.isEncrypted ? null : parseSetting(row.key, row.type, text),
  }));
}

/**
 * One setting's value, for code of other domains.
 *
 * @throws where there is no such setting, or it is a secret (`secretSetting` reads those)
 */
export async function settingValue<T>(tx: Tx, environment: string, key: string): Promise<T> {
  const [setting] = await effectiveSettings(tx, environment, { key });
  if (!setting) throw new Error(`There is no setting ${key}; a migration of the platform declares it.`);
  if (setting.isEncrypted) throw new Error(`Setting ${key} is a secret; read it with secretSetting().`);
  return setting.value as T;
}
