import { z } from 'zod';
import { behaviorRules } from './behavior/rules.ts';
import { connectivityRules } from './connectivity/rules.ts';
import { engineRules } from './engine/rules.ts';
import { geofenceRules } from './geofences/rules.ts';
import { plausibilityRules } from './plausibility/rules.ts';
import { tripRules } from './trips/rules.ts';

/**
 * What a tenant may set about the fold. Everything may be left out; the defaults are those of the issue or source named beside each.
 */
export const rulesSchema = z.strictObject({
  plausibility: plausibilityRules,
  trips: tripRules,
  geofences: geofenceRules,
  behavior: behaviorRules,
  engine: engineRules,
  connectivity: connectivityRules,
});

export type Rules = z.output<typeof rulesSchema>;

/** The rules of a tenant that set none. */
export const defaultRules: Rules = rulesSchema.parse({});

/** Rules and the moment from which they apply. */
export type RulesVersion = { validFromMs: number; rules: Rules };

/** The rules in force at a moment: the latest that began by then. `versions` are in the order of time. */
export function rulesAt(versions: readonly RulesVersion[], atMs: number): Rules {
  for (let i = versions.length - 1; i >= 0; i -= 1) {
    const version = versions[i] as RulesVersion;
    if (version.validFromMs <= atMs) return version.rules;
  }
  return defaultRules;
}
