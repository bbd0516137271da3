import { z } from 'zod';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { rulesSchema } from '../fold/rules.ts';
import { rulesInForce } from '../rules/rulesInForce.ts';

export const effectiveTelematicsRules = verb({
  name: 'effective',
  on: 'telematics-rules',
  target: 'collection',
  method: 'GET',
  permission: 'telematics_rules.read',
  summary: 'The rules in force at a moment, defaults filled in',
  input: z.strictObject({ at: momentSchema.optional().describe('Now, unless given') }),
  output: z.object({
    at: z.iso.datetime(),
    id: z.guid().nullable().describe('null: nothing was set by then, these are the defaults'),
    validFrom: z.iso.datetime().nullable(),
    rules: rulesSchema,
  }),
  run: async ({ tx, input, services }) => {
    const at = input.at === undefined ? services.clock.now() : new Date(input.at);
    const { id, validFrom, rules } = await rulesInForce(tx, at);
    return { at: at.toISOString(), id, validFrom: validFrom?.toISOString() ?? null, rules };
  },
});
