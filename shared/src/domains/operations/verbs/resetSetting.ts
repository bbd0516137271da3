import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { effectiveSettings } from '../settings/effective.ts';
import { emitSettingChanged } from '../settings/store.ts';
import type { SettingType } from '../settings/values.ts';

type Row = {
  settingKey: string;
  settingType: SettingType;
  category: string;
  requiresRestart: boolean;
  environment: string;
  readableValue: string | null;
  isUserConfigurable: boolean;
};

export const resetSetting = verb({
  name: 'reset',
  on: 'settings',
  target: 'item',
  permission: 'setting.write',
  summary: 'Take back a value, so that the next in the hierarchy applies',
  input: z.strictObject({}),
  output: z.object({
    key: z.string(),
    environment: z.string().describe('for which the value was'),
    exists: z.boolean().describe('false when the setting was the organisation’s own and is gone'),
    value: z.json().describe('that applies now where this runs'),
  }),
  run: async ({ tx, id, services }) => {
    const [row] = await tx.query<Row>(
      `select setting_key as "settingKey", setting_type as "settingType", category, requires_restart as "requiresRestart", environment,
         readable_value as "readableValue", is_user_configurable as "isUserConfigurable"
       from system_settings where id = $1 for update`,
      [id],
    );
    if (!row) throw notFound('Setting', id);
    if (!row.isUserConfigurable) throw conflict(`Setting ${row.settingKey} is fixed by the platform and cannot be changed here.`);
    await tx.query('delete from system_settings where id = $1', [id]);
    emitSettingChanged(tx, id, row, row.environment, { before: row.readableValue, after: null });
    const [now] = await effectiveSettings(tx, services.config.wheelhouseEnvironment, { key: row.settingKey });
    return {
      key: row.settingKey,
      environment: row.environment,
      exists: now !== undefined,
      value: (now?.value ?? null) as z.input<ReturnType<typeof z.json>>,
    };
  },
});
