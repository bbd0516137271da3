import { platformTable, sql } from '../../../db/table.ts';
import { systemSettingChecks, systemSettingColumns, systemSettingDescriptions } from './columns/systemSettings.ts';

export const platformSystemSettings = platformTable('system_settings', {
  comment: 'Settings of every organisation: what each setting is, and its value where an organisation has none of its own.',
  columns: systemSettingColumns(),
  describe: systemSettingDescriptions,
  unique: [['settingKey', 'environment']],
  indexes: [['category'], ['environment']],
  // Data keys belong to tenants: a secret is declared here for all, and each tenant gives its own value.
  checks: { ...systemSettingChecks, secret_has_no_value: sql`not is_encrypted or setting_value = ''` },
});
