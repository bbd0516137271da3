import { fuse } from '@wheelhouse/shared/domains/documents/search/fuse.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const vector = (...ids: string[]) => ids.map((id) => ({ id }));
const order = (hits: { id: string }[]) => hits.map(({ id }) => id);

it('A passage with every word of the question stands first, whatever is near it', () => {
  const hits = fuse(vector('a', 'b', 'c'), [{ id: 'z', coverage: 1, comparable: true }]);
  expect(hits[0]).toMatchObject({ id: 'z', foundBy: ['text'] });
});

it('Passages that share only common words with a paraphrase change nothing', () => {
  const near = vector('right', 'b', 'c');
  const common = ['x', 'b', 'y'].map((id) => ({ id, coverage: 0.55, comparable: true }));
  expect(fuse(near, common)).toEqual(fuse(near, []));
});

it('What both ways find stands before what one finds at the same place', () => {
  const hits = fuse(vector('both', 'near'), [{ id: 'both', coverage: 0.8, comparable: true }]);
  expect(hits).toEqual([
    { id: 'both', score: expect.any(Number), foundBy: ['vector', 'text'] },
    { id: 'near', score: expect.any(Number), foundBy: ['vector'] },
  ]);
  expect(fuse(vector('near', 'both'), [{ id: 'both', coverage: 1, comparable: true }])[0]?.id).toBe('both');
});

it('First in both with every word scores 1, and no score is outside 0 to 1', () => {
  expect(fuse(vector('a'), [{ id: 'a', coverage: 1, comparable: true }])[0]?.score).toBeCloseTo(1);
  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefgh'));
  fc.assert(
    fc.property(ids, ids, fc.double({ min: 0, max: 1, noNaN: true }), (near, words, coverage) => {
      const hits = fuse(
        vector(...near),
        words.map((id) => ({ id, coverage, comparable: true })),
      );
      for (const { score } of hits) expect(score > 0 && score <= 1 + 1e-9).toBe(true);
      expect(new Set(order(hits)).size).toBe(hits.length);
      expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
    }),
  );
});

it('More coverage never lowers a passage', () => {
  const place = (coverage: number) => order(fuse(vector('a', 'b', 'c'), [{ id: 'c', coverage, comparable: true }])).indexOf('c');
  expect([0.5, 0.7, 1].map(place)).toEqual([2, 0, 0]);
});

it('A passage whose vector cannot be compared counts from its first word on', () => {
  const few = { id: 'former', coverage: 0.4 };
  expect(fuse(vector('a'), [{ ...few, comparable: true }]).map(({ id }) => id)).toEqual(['a']);
  expect(fuse(vector('a'), [{ ...few, comparable: false }]).map(({ id }) => id)).toEqual(['a', 'former']);
});
