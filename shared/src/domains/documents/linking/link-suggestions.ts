import type { Tx } from '../../../db/scope.ts';
import { remembered } from '../suggestions/memory.ts';
import type { NewSuggestion } from '../suggestions/suggest.ts';
import type { Extraction } from '../understanding/understanding.ts';
import { type Candidate, ranked } from './candidate.ts';
import { findDrivers } from './find-drivers.ts';
import { findVehicles } from './find-vehicles.ts';
import { findVendors } from './find-vendors.ts';

/** Candidates nearer than this to the best are shown beside it, and nothing is linked without a person. */
const rivalWithin = 0.15;

/** A person said so where the same text stood before. */
const rememberedConfidence = 0.97;

/** Which links a document has already. */
export type Linked = { vehicleId: string | null; driverId: string | null; vendorId: string | null };

/**
 * What a document may be about, as suggestions: the best of each kind and its rivals. Sure ones are accepted by themselves, but never
 * against a link that is there.
 */
export async function linkSuggestions(
  tx: Tx,
  { fields }: Extraction,
  linked: Linked,
  autoLinkConfidence: number,
): Promise<NewSuggestion[]> {
  const kinds = [
    { now: linked.vehicleId, candidates: await findVehicles(tx, fields) },
    { now: linked.driverId, candidates: await findDrivers(tx, fields) },
    { now: linked.vendorId, candidates: await findVendors(tx, fields) },
  ];
  const suggestions: NewSuggestion[] = [];
  for (const { now, candidates } of kinds) {
    const all = ranked(await withMemory(tx, candidates));
    const [best] = all;
    if (!best || best.id === now) continue;
    const near = all.filter(({ confidence }) => confidence > best.confidence - rivalWithin).slice(0, 3);
    const accepted = now === null && near.length === 1 && best.confidence >= autoLinkConfidence;
    suggestions.push(...near.map((one) => ({ ...suggestionOf(one), accepted })));
  }
  return suggestions;
}

/** With what people decided for the same texts: what they chose, without what they rejected. */
async function withMemory(tx: Tx, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const result: Candidate[] = [];
  for (const candidate of candidates) {
    const decided = await remembered(tx, candidate.kind, candidate.matchKey);
    if (decided === undefined) result.push(candidate);
    else if (decided !== null && decided.id === candidate.id)
      result.push({ ...candidate, confidence: Math.max(candidate.confidence, rememberedConfidence) });
    else if (decided !== null)
      result.push({ ...candidate, confidence: candidate.confidence * 0.5 }, await chosen(tx, candidate, decided.id as string));
  }
  return result;
}

async function chosen(tx: Tx, candidate: Candidate, id: string): Promise<Candidate> {
  const names = { vehicle: 'vehicle_identifier', driver: 'employee_id', vendor: 'name' } as const;
  const [row] = await tx.query<{ name: string | null }>(
    `select ${names[candidate.kind]} as name from ${candidate.kind}s where id = $1`,
    [id],
  );
  return { ...candidate, id, name: row?.name ?? id, confidence: row ? rememberedConfidence : 0 };
}

function suggestionOf({ kind, id, name, confidence, matchKey, evidence }: Candidate): Omit<NewSuggestion, 'accepted'> {
  return { kind, confidence, proposal: { id, name, foundBy: matchKey }, evidence, matchKey };
}
