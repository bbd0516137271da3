import type { Tx } from '../../../db/scope.ts';
import { conflict, invalidField, notFound } from '../../../errors.ts';
import { rulesViolation } from './rules.ts';
import { type SettingType, typeProblem } from './values.ts';

/** What a setting is, whoever gives its value. */
export type SettingDefinition = {
  settingKey: string;
  settingType: SettingType;
  category: string;
  subcategory: string | null;
  description: string | null;
  isEncrypted: boolean;
  isUserConfigurable: boolean;
  isPublic: boolean;
  requiresRestart: boolean;
  validationRules: unknown;
  defaultValue: string | null;
  definedBy: 'platform' | 'tenant';
};

const columns = `setting_key as "settingKey", setting_type as "settingType", category, subcategory, description, is_encrypted as "isEncrypted",
  is_user_configurable as "isUserConfigurable", is_public as "isPublic", requires_restart as "requiresRestart",
  validation_rules as "validationRules", default_value as "defaultValue"`;

/** The platform's definition of a setting, else the tenant's own; undefined where there is none. */
export async function findDefinition(tx: Tx, key: string): Promise<SettingDefinition | undefined> {
  const rows = await tx.query<SettingDefinition>(
    `(select ${columns}, 'platform' as "definedBy" from platform.global_settings()
      where setting_key = $1 order by environment = 'all' desc, environment limit 1)
     union all
     (select ${columns}, 'tenant' from system_settings where setting_key = $1 order by environment = 'all' desc, environment limit 1)`,
    [key],
  );
  return rows.find((row) => row.definedBy === 'platform') ?? rows[0];
}

/**
 * The definition of a setting that its users may change.
 *
 * @throws not found; conflict where the platform keeps it to itself
 */
export async function changeableDefinition(tx: Tx, key: string): Promise<SettingDefinition> {
  const definition = await findDefinition(tx, key);
  if (!definition) throw notFound('Setting', key);
  if (!definition.isUserConfigurable) throw conflict(`Setting ${key} is fixed by the platform and cannot be changed here.`);
  return definition;
}

/** @throws invalid field `value` where the value has another type or breaks the setting's rules */
export async function checkValue(
  definition: Pick<SettingDefinition, 'settingType' | 'validationRules'>,
  value: unknown,
): Promise<void> {
  const problem = typeProblem(definition.settingType, value);
  if (problem) throw invalidField('value', problem, 'invalid_type');
  const violation = await rulesViolation(definition.validationRules, value);
  if (violation) throw invalidField('value', violation, 'validation_rules');
}
