import { z } from 'zod';
import { isAllowed } from '../../../auth/permissions.ts';
import { forbidden } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { effectiveSettings } from '../settings/effective.ts';
import { settingEnvironments, settingTypes } from '../tables/columns/systemSettings.ts';

const item = z.object({
  key: z.string(),
  value: z.json().describe('null for a secret'),
  type: z.enum(settingTypes),
  category: z.string(),
  subcategory: z.string().nullable(),
  description: z.string().nullable(),
  environment: z.enum(settingEnvironments).describe('of the row that decides'),
  source: z.enum(['tenant', 'platform', 'default']).describe('whose value it is'),
  isEncrypted: z.boolean(),
  isPublic: z.boolean(),
  isUserConfigurable: z.boolean(),
  requiresRestart: z.boolean(),
});

export const effectiveSettingsVerb = verb({
  name: 'effective',
  on: 'settings',
  target: 'collection',
  method: 'GET',
  permission: 'self.read',
  summary: 'The settings that apply where this runs',
  description:
    'The first there is decides: the organisation’s value for the running environment, its value for all environments, the platform’s for ' +
    'the environment, the platform’s for all, a default value. Needs setting.read, or public=true for what front ends may know.',
  input: z.strictObject({ public: z.boolean().default(false).describe('only settings that front ends may know') }),
  output: z.object({ environment: z.string(), data: z.array(item) }),
  run: async ({ tx, input, principal, services }) => {
    if (!input.public && !isAllowed(principal, 'setting.read')) throw forbidden('setting.read');
    const environment = services.config.wheelhouseEnvironment;
    return {
      environment,
      data: (await effectiveSettings(tx, environment, { publicOnly: input.public })) as z.input<typeof item>[],
    };
  },
});
