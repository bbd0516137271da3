import { boolean, jsonb, oneOf, sql, text, uuid, varchar } from '../../../../db/columns.ts';

export const settingTypes = ['string', 'integer', 'decimal', 'boolean', 'json', 'array'] as const;
export const settingEnvironments = ['development', 'staging', 'production', 'all'] as const;

/** What a setting is, for one tenant (`system_settings`) and for all (`platform.system_settings`). */
export const systemSettingColumns = () => ({
  settingKey: varchar('setting_key', { length: 255 }).notNull(),
  settingValue: text('setting_value').notNull(),
  readableValue: text('readable_value').generatedAlwaysAs(sql`case when not is_encrypted then setting_value end`),
  settingType: oneOf('setting_type', settingTypes).notNull().default('string'),
  category: varchar('category', { length: 100 }).notNull(),
  subcategory: varchar('subcategory', { length: 50 }),
  description: text('description'),
  isEncrypted: boolean('is_encrypted').notNull().default(false),
  isUserConfigurable: boolean('is_user_configurable').notNull().default(true),
  isPublic: boolean('is_public').notNull().default(false),
  requiresRestart: boolean('requires_restart').notNull().default(false),
  validationRules: jsonb('validation_rules'),
  defaultValue: text('default_value'),
  environment: oneOf('environment', settingEnvironments, 20).notNull().default('all'),
  lastModifiedByUserId: uuid('last_modified_by_user_id'),
});

export const systemSettingDescriptions = {
  settingValue: 'The value as text; ciphertext where the setting is encrypted.',
  readableValue: 'The value as text; null where the setting is encrypted.',
  isEncrypted: 'The value is a secret, stored encrypted and shown by settings/{id}:reveal only.',
  isUserConfigurable: 'Whether organisations may change it.',
  isPublic: 'Visible to front ends.',
  requiresRestart: 'A change takes effect when a function instance starts.',
  validationRules: 'JSON Schema (draft 2020-12) of the value.',
  defaultValue: 'Value in environments for which there is no row.',
  environment: 'Where the value applies; a named environment beats all.',
};

export const systemSettingChecks = {
  key_format: sql`setting_key ~ '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$'`,
  secret_is_private: sql`not (is_encrypted and (is_public or default_value is not null))`,
};
