import { z } from 'zod';
import { withTenant } from '../../../db/scope.ts';
import { notFound, ruleViolated } from '../../../errors.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import { verb } from '../../../resource/verb.ts';
import { decryptSetting } from '../settings/secret.ts';
import { parseSetting, type SettingType } from '../settings/values.ts';

type Row = { setting_key: string; setting_type: SettingType; setting_value: string; environment: string; is_encrypted: boolean };
type Prepared = { key: string; environment: string; value: unknown };

const input = z.strictObject({ reason: z.string().min(1).max(500).describe('why, for the audit trail') });
const output = z.object({ key: z.string(), environment: z.string(), value: z.json() });

/** The permission is no `read_…`: whoever may read settings would have it (auth/permissions.ts). */
export const revealSetting = verb<typeof input, typeof output, Prepared>({
  name: 'reveal',
  on: 'settings',
  target: 'item',
  permission: 'setting.reveal',
  summary: 'Read a secret setting',
  description: 'Who read it, when and why goes to the audit trail.',
  input,
  output,
  secretAnswer: true,
  prepare: async ({ id, principal, services }) => {
    const scope = callerScope(principal, 'settings.reveal');
    const [row] = await withTenant(
      services.database,
      scope,
      (tx) =>
        tx.query<Row>(
          'select setting_key, setting_type, setting_value, environment, is_encrypted from system_settings where id = $1',
          [id],
        ),
      { access: 'read', statements: 1 },
    );
    if (!row) throw notFound('Setting', id);
    if (!row.is_encrypted) throw ruleViolated(`Setting ${row.setting_key} is no secret; read it as settings/${id}.`);
    const { setting_key: key, environment } = row;
    const text = await decryptSetting(services.dataKeys, scope.tenantId, key, environment, row.setting_value);
    return { key, environment, value: parseSetting(key, row.setting_type, text) };
  },
  run: async ({ tx, id, input: { reason }, prepared }) => {
    const details = { reason, description: `secret setting ${prepared.key} for ${prepared.environment}` };
    await tx.query(`select platform.record_act('read', 'system_settings', $1, $2)`, [id, JSON.stringify(details)]);
    return prepared as z.input<typeof output>;
  },
});
