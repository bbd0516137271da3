import { z } from 'zod';
import { withTenant } from '../../../db/scope.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import { verb } from '../../../resource/verb.ts';
import { changeableDefinition, checkValue, type SettingDefinition } from '../settings/definition.ts';
import { encryptSetting } from '../settings/secret.ts';
import { storeSetting } from '../settings/store.ts';
import { settingText } from '../settings/values.ts';
import { settingEnvironments } from '../tables/columns/systemSettings.ts';

const input = z.strictObject({
  key: z.string().min(1).max(255),
  value: z.json().describe('a value of the type of the setting'),
  environment: z.enum(settingEnvironments).default('all'),
});

export const setSetting = verb<typeof input, ReturnType<typeof output>, { definition: SettingDefinition; text: string }>({
  name: 'set',
  on: 'settings',
  target: 'collection',
  permission: 'setting.write',
  summary: 'Give a setting a value',
  description: 'The value must be of the setting’s type and follow its validation rules. A secret is stored encrypted.',
  input,
  output: output(),
  prepare: async ({ input: { key, value, environment }, principal, services }) => {
    const scope = callerScope(principal, 'settings.set');
    const definition = await withTenant(services.database, scope, (tx) => changeableDefinition(tx, key), { access: 'read' });
    await checkValue(definition, value);
    const plain = settingText(definition.settingType, value);
    const text = definition.isEncrypted
      ? await encryptSetting(services.dataKeys, scope.tenantId, key, environment, plain)
      : plain;
    return { definition, text };
  },
  run: async ({ tx, input: { key, environment, value }, principal, prepared: { definition, text } }) => ({
    id: await storeSetting(tx, principal, definition, environment, text),
    key,
    environment,
    value: definition.isEncrypted ? null : value,
  }),
});

function output() {
  return z.object({
    id: z.guid(),
    key: z.string(),
    environment: z.enum(settingEnvironments),
    value: z.json().describe('null for a secret'),
  });
}
