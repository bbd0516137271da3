import type { Evidence } from '../understanding/understanding.ts';

/** A vehicle, driver or vendor that a document may be about. */
export type Candidate = {
  kind: 'vehicle' | 'driver' | 'vendor';
  id: string;
  /** As people call it. */
  name: string;
  /** 0 to 1. */
  confidence: number;
  /** What it was found by, with the text in the form in which it was compared: `vin 1HGCM82633A004352`. */
  matchKey: string;
  evidence: Evidence[];
};

/** A better candidate first; of one thing that was found in several ways the best, and surer for it. */
export function ranked(candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const candidate of [...candidates].sort((a, b) => b.confidence - a.confidence)) {
    const same = best.get(candidate.id);
    if (!same) best.set(candidate.id, candidate);
    else {
      best.set(candidate.id, {
        ...same,
        // Two ways that lead to the same are wrong only where both are.
        confidence: 1 - (1 - same.confidence) * (1 - candidate.confidence),
        evidence: [...same.evidence, ...candidate.evidence],
      });
    }
  }
  return [...best.values()].sort((a, b) => b.confidence - a.confidence);
}
