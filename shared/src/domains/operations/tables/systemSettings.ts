import { sql, tenantTable } from '../../../db/table.ts';
import { systemSettingChecks, systemSettingColumns, systemSettingDescriptions } from './columns/systemSettings.ts';

export const systemSettings = tenantTable('system_settings', {
  comment: 'Settings of an organisation: what it changed of platform.system_settings, and its own.',
  audit: 'changes',
  columns: systemSettingColumns(),
  describe: systemSettingDescriptions,
  references: { lastModifiedByUserId: 'users' },
  unique: [['settingKey', 'environment']],
  indexes: [['category'], ['environment']],
  checks: { ...systemSettingChecks, secret_is_ciphertext: sql`not is_encrypted or setting_value like 'wh1.%'` },
});
