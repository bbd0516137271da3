import type { Tx } from '../../../db/scope.ts';
import type { Narrowing } from './filters.ts';
import { leastCoverage, type TextHit } from './fuse.ts';
import { type QuestionWord, questionWords, quoted, requirement } from './question-words.ts';

/**
 * How many passages with the right words are looked at: first few, and where too few of them may be found (another's documents, filters),
 * more, and in the end all.
 */
const lookedAt = [150, 3_000, 1_000_000_000];

/** Of more words than these the rarest count: a question's, not a text's. */
const mostWords = 32;

/**
 * The passages that hold words of a question, best first: `coverage` says how much of the question a passage holds. Passages that cover too
 * little to count are left out, but not those with a vector of another model: words are all that they can be found by.
 */
export async function findByText(
  tx: Tx,
  query: string,
  model: string,
  narrowed: (taken: number) => Narrowing,
  limit: number,
): Promise<TextHit[]> {
  const { words: all, otherModels } = await questionWords(tx, query, model);
  const words = all.slice(0, mostWords);
  if (words.length === 0) return [];
  const wanted = [...new Set([leastCoverage, 0.8, 1].map((share) => requirement(words, share)))];
  const search = { words, model, narrowed, limit };
  const covering = await find(tx, { ...search, wanted, not: null });
  if (!otherModels) return covering;
  const uncomparable = await find(tx, { ...search, wanted: [requirement(words, 0), ...wanted], not: model });
  const known = new Set(uncomparable.map(({ id }) => id));
  return [...uncomparable, ...covering.filter(({ id }) => !known.has(id))]
    .sort((one, other) => other.coverage - one.coverage)
    .slice(0, limit);
}

type Search = {
  words: readonly QuestionWord[];
  /** tsqueries, each stricter than the one before. */
  wanted: string[];
  /** Only passages of other models than this. */
  not: string | null;
  model: string;
  narrowed: (taken: number) => Narrowing;
  limit: number;
};

async function find(tx: Tx, search: Search): Promise<TextHit[]> {
  const narrowing = search.narrowed(6);
  const loosest = search.wanted[0] as string;
  if (narrowing.few)
    return rank(tx, search, narrowing, 'c.search_vector @@ $1::tsquery and ($5::text is null or c.model_used <> $5)', [
      loosest,
      search.not,
    ]);
  for (const most of lookedAt) {
    const candidates = await tx.query<{ id: string }>(
      'select id from platform.passages_with_words($1::tsquery[], $2, $3) as id',
      [search.wanted, most, search.not],
      'passages_with_words',
    );
    const hits = await rank(tx, search, narrowing, 'c.id = any ($5::uuid[])', [loosest, candidates.map(({ id }) => id)]);
    if (hits.length >= search.limit || candidates.length < most) return hits;
  }
  throw new Error('Not reached: the last of `lookedAt` is all.');
}

/** @param among which passages `c` are ranked, by the parameters $1 and $5 */
async function rank(
  tx: Tx,
  search: Search,
  { join, values }: Narrowing,
  among: string,
  [words, of]: [string, unknown],
): Promise<TextHit[]> {
  const total = search.words.reduce((sum, { weight }) => sum + weight, 0);
  // A passage's words are unpacked once (the lateral), not once for every word of the question.
  return tx.query<TextHit>(
    `select c.id, c.model_used = $2 as comparable, least(1, held.weight / $6::double precision) as coverage
     from rag_embeddings c ${join}
     cross join lateral (select c.search_vector || ''::tsvector as words offset 0) v
     cross join lateral (
       select coalesce(sum(w.weight), 0) as weight from jsonb_to_recordset($3::jsonb) as w (term text, weight double precision) where v.words @@ w.term::tsquery
     ) held
     where ${among}
     order by held.weight desc, ts_rank_cd(v.words, $1::tsquery) desc, c.id
     limit $4`,
    [
      words,
      search.model,
      JSON.stringify(search.words.map(({ lexeme, weight }) => ({ term: quoted(lexeme), weight }))),
      search.limit,
      of,
      total,
      ...values,
    ],
    // Planned once a connection where it is always the same statement.
    values.length === 0 ? 'rank_passages' : undefined,
  );
}
