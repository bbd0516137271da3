import type { Tx } from '../../../db/scope.ts';
import type { suggestionKinds } from '../tables/index.ts';

type Kind = (typeof suggestionKinds)[number];

/**
 * What a person decided last where the same was found before, as it was decided: `null` where they rejected what was proposed.
 * Undefined where nobody was asked.
 */
export async function remembered(tx: Tx, kind: Kind, matchKey: string): Promise<Record<string, unknown> | null | undefined> {
  const [decided] = await tx.query<{ status: string; decision: Record<string, unknown> | null }>(
    `select status, decision from document_suggestions
     where kind = $1 and match_key = $2 and not is_automatic and status in ('accepted', 'corrected', 'rejected')
     order by decided_at desc, id desc limit 1`,
    [kind, matchKey],
  );
  if (!decided) return undefined;
  return decided.status === 'rejected' ? null : decided.decision;
}
