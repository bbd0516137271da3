import type { Tx } from '../../../db/scope.ts';
import type { Principal } from '../../../resource/principal.ts';
import type { SettingDefinition } from './definition.ts';

/** Writes the tenant's value of a setting for an environment, with what the setting is, and emits `setting.changed`. */
export async function storeSetting(
  tx: Tx,
  principal: Principal,
  definition: SettingDefinition,
  environment: string,
  text: string,
): Promise<string> {
  const [before] = await tx.query<{ readable_value: string | null }>(
    'select readable_value from system_settings where setting_key = $1 and environment = $2 for update',
    [definition.settingKey, environment],
  );
  const [row] = await tx.query<{ id: string; row_version: number }>(
    `insert into system_settings (setting_key, environment, setting_value, setting_type, category, subcategory, description, is_encrypted,
       is_user_configurable, is_public, requires_restart, validation_rules, default_value, last_modified_by_user_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, (select u.id from users u where u.id = $14))
     on conflict (tenant_id, setting_key, environment) do update set
       setting_value = excluded.setting_value, setting_type = excluded.setting_type, category = excluded.category,
       subcategory = excluded.subcategory, description = excluded.description, is_encrypted = excluded.is_encrypted,
       is_user_configurable = excluded.is_user_configurable, is_public = excluded.is_public, requires_restart = excluded.requires_restart,
       validation_rules = excluded.validation_rules, default_value = excluded.default_value,
       last_modified_by_user_id = excluded.last_modified_by_user_id
     returning id, row_version`,
    [
      definition.settingKey,
      environment,
      text,
      definition.settingType,
      definition.category,
      definition.subcategory,
      definition.description,
      definition.isEncrypted,
      definition.isUserConfigurable,
      definition.isPublic,
      definition.requiresRestart,
      definition.validationRules === null ? null : JSON.stringify(definition.validationRules),
      definition.defaultValue,
      principal.actor.kind === 'user' || principal.actor.kind === 'token' ? (principal.actor.userId ?? null) : null,
    ],
  );
  const id = (row as { id: string }).id;
  emitSettingChanged(tx, id, definition, environment, {
    before: before?.readable_value ?? null,
    after: definition.isEncrypted ? null : text,
  });
  return id;
}

/** Values are their texts, and null for a secret or where the tenant has none. */
export function emitSettingChanged(
  tx: Tx,
  id: string,
  definition: Pick<SettingDefinition, 'settingKey' | 'settingType' | 'category' | 'requiresRestart'>,
  environment: string,
  values: { before: string | null; after: string | null },
): void {
  const { settingKey: key, settingType: type, category, requiresRestart } = definition;
  tx.emit({
    type: 'setting.changed',
    subjectType: 'setting',
    subjectId: id,
    data: { id, key, type, category, environment, requiresRestart, valueBefore: values.before, value: values.after },
  });
}
