import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import type { FoldEnvironment } from '../fold/component.ts';
import { type RulesVersion, rulesAt, rulesSchema } from '../fold/rules.ts';
import { loadFences } from '../geofences/loadFences.ts';

/** Rules and fences of a tenant, and the revision of them that this is. */
export type TenantEnvironment = FoldEnvironment & { revision: number };

/** Thrown where stored rules cannot be read: nothing is folded until somebody deletes them. */
export class UnusableRulesError extends Error {}

/** How many tenants' rules and fences an instance remembers. */
const maxTenants = 500;

/** What an instance remembers of the tenants whose telemetry it folds. Whoever uses it proves in its transaction that it is current. */
export class Environments {
  readonly #known = new Map<string, TenantEnvironment>();

  get(tenantId: string): TenantEnvironment | undefined {
    return this.#known.get(tenantId);
  }

  /** Reads the tenant's rules and fences in its scope, unless what is known is current. */
  async refresh(tx: Tx, tenantId: string): Promise<TenantEnvironment> {
    const known = this.#known.get(tenantId);
    const revision = await revisionOf(tx);
    if (known?.revision === revision) return known;
    const environment = { ...(await loadEnvironment(tx)), revision };
    this.#known.delete(tenantId);
    this.#known.set(tenantId, environment);
    if (this.#known.size > maxTenants) this.#known.delete(this.#known.keys().next().value as string);
    return environment;
  }
}

async function revisionOf(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ revision: number }>('select revision from telematics_revisions', [], 'telematics_revision');
  return row?.revision ?? 0;
}

async function loadEnvironment(tx: Tx): Promise<FoldEnvironment> {
  const [fences, versions] = await Promise.all([
    loadFences(tx),
    tx.query<{ valid_from: Date; rules: unknown }>('select valid_from, rules from telematics_rules order by valid_from'),
  ]);
  const rules = versions.map(({ valid_from, rules }) => versionOf(valid_from, rules));
  return { fences, rulesAt: (atMs) => rulesAt(rules, atMs) };
}

function versionOf(validFrom: Date, stored: unknown): RulesVersion {
  const { data, error } = rulesSchema.safeParse(stored);
  if (!data)
    throw new UnusableRulesError(`The rules that apply from ${validFrom.toISOString()} are none: ${z.prettifyError(error)}`);
  return { validFromMs: validFrom.getTime(), rules: data };
}
