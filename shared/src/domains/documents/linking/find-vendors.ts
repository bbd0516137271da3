import type { Tx } from '../../../db/scope.ts';
import { matchKeys } from '../understanding/index.ts';
import type { FoundField } from '../understanding/understanding.ts';
import type { Candidate } from './candidate.ts';

/** Vendors by name: the same but for case, punctuation and legal form, or like it. */
export async function findVendors(tx: Tx, fields: readonly FoundField[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const field of fields) {
    if (field.name !== 'vendorName') continue;
    const key = matchKeys.name(field.value);
    if (key.length < 3) continue;
    const rows = await tx.query<{ id: string; name: string; similarity: number }>(
      `select v.id, v.name, similarity(v.name, $1)::float8 as similarity from vendors v
       where similarity(v.name, $1) >= 0.4 order by similarity desc, v.id limit 5`,
      [key],
    );
    for (const { id, name, similarity } of rows) {
      const confidence = matchKeys.name(name) === key ? 0.96 : 0.85 * similarity;
      found.push({ kind: 'vendor', id, name, confidence, matchKey: `name ${key}`, evidence: [field.evidence] });
    }
  }
  return found;
}
