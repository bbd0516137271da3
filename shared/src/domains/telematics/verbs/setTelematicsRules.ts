import { z } from 'zod';
import { conflict } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { rulesSchema } from '../fold/rules.ts';

export const setTelematicsRules = verb({
  name: 'set',
  on: 'telematics-rules',
  target: 'collection',
  permission: 'telematics_rules.write',
  summary: 'Set the rules that apply from a moment on',
  description:
    'All of them: what is left out gets its default, whatever was set before. Readings from that moment on are judged by them; where it ' +
    'lies in the past, trips, fence and driving events since then are computed again.',
  input: z.strictObject({
    rules: rulesSchema,
    validFrom: momentSchema.optional().describe('First moment; now unless given'),
    note: z.string().trim().min(1).max(1_000).optional().describe('Why'),
  }),
  output: z.object({
    id: z.guid(),
    validFrom: z.iso.datetime(),
    rules: rulesSchema,
    note: z.string().nullable(),
    setByUserId: z.guid().nullable(),
  }),
  status: 201,
  run: async ({ tx, input: { rules, note, ...given }, services }) => {
    const validFrom = given.validFrom === undefined ? services.clock.now() : new Date(given.validFrom);
    const [row] = await tx.query<{ id: string; setByUserId: string | null }>(
      `insert into telematics_rules (valid_from, rules, note, set_by_user_id)
       values ($1, $2, $3, (select id from users where id = platform.current_user_id()))
       on conflict (tenant_id, valid_from) do nothing returning id, set_by_user_id as "setByUserId"`,
      [validFrom, JSON.stringify(rules), note ?? null],
    );
    if (!row) {
      throw conflict(
        `Rules that apply from ${validFrom.toISOString()} are there already. Delete them first, or name another moment.`,
      );
    }
    const data = { ...row, validFrom: validFrom.toISOString(), rules, note: note ?? null };
    tx.emit({ type: 'telematicsRuleSet.created', subjectType: 'telematicsRuleSet', subjectId: row.id, data });
    return data;
  },
});
