/** A passage that lies near the question, nearest first in its list. */
export type VectorHit = { id: string };

/** A passage that holds words of the question, best first in its list. */
export type TextHit = {
  id: string;
  /** How much of the question's words it holds, each weighed by its rarity: 0 to 1. */
  coverage: number;
  /** Whether it has a vector that can be compared with the question's. */
  comparable: boolean;
};

export type FusedHit = {
  id: string;
  /** 0 to 1; 1 is first in both lists with every word. */
  score: number;
  foundBy: ('vector' | 'text')[];
};

/** Words count for nothing at this coverage, and grow from there to their full weight at 1; unless words are all there is, see `fuse`. */
export const leastCoverage = 0.6;

/** A passage with every word of the question stands before one that is merely near to it. */
const textWeight = 2;

/** Of reciprocal rank fusion: how little the places at the top differ (Cormack, Clarke and Buettcher, SIGIR 2009). */
const k = 60;

/**
 * Fuses two ranked lists by reciprocal ranks, with the words' part weighed by coverage. In the plain form, which counts every full-text
 * hit, a question in other words than the passage's is hurt: passages that share only its common words push the right one down.
 *
 * A passage whose vector is of another model than the question's, and so is in no list of nearest ones, counts from its first word on.
 */
export function fuse(vector: readonly VectorHit[], text: readonly TextHit[]): FusedHit[] {
  const hits = new Map<string, FusedHit>();
  const add = (id: string, score: number, foundBy: 'vector' | 'text') => {
    const hit = hits.get(id) ?? { id, score: 0, foundBy: [] };
    hit.score += score / ((1 + textWeight) / (k + 1));
    hit.foundBy.push(foundBy);
    hits.set(id, hit);
  };
  vector.forEach(({ id }, index) => {
    add(id, 1 / (k + index + 1), 'vector');
  });
  text.forEach(({ id, coverage, comparable }, index) => {
    const least = comparable ? leastCoverage : 0;
    const weight = textWeight * Math.max(0, (coverage - least) / (1 - least));
    if (weight > 0) add(id, weight / (k + index + 1), 'text');
  });
  return [...hits.values()].sort((one, other) => other.score - one.score);
}
