import type { Tx } from '../../../db/scope.ts';
import { defaultRules, type Rules, rulesSchema } from '../fold/rules.ts';

/** Rules of an organisation, and since when they apply; without an id the defaults, as none were set by then. */
export type RulesInForce = { id: string | null; validFrom: Date | null; rules: Rules };

/** The rules that judge readings of a moment: the latest that began by then. */
export async function rulesInForce(tx: Tx, at: Date): Promise<RulesInForce> {
  const [row] = await tx.query<{ id: string; validFrom: Date; rules: unknown }>(
    `select id, valid_from as "validFrom", rules from telematics_rules where valid_from <= $1 order by valid_from desc limit 1`,
    [at],
    'rules_in_force',
  );
  return row ? { ...row, rules: rulesSchema.parse(row.rules) } : { id: null, validFrom: null, rules: defaultRules };
}
