import type { Tx } from '../../../db/scope.ts';

/** A word of a question, as the full-text index has it, and how much it says. */
export type QuestionWord = { lexeme: string; weight: number };

/** The words of a question, the most telling first. */
export type QuestionWords = {
  words: QuestionWord[];
  /** Whether the tenant has passages whose vectors cannot be compared with the question's. */
  otherModels: boolean;
};

/** How many passages the frequency of a word is estimated from. */
const sampleSize = 100;

/**
 * Words are English stems without noise words; words with a digit in them are taken as they stand, and so is everything where only noise
 * words are left (search_vector holds both forms).
 *
 * How rare a word is, is estimated: counting the passages that hold a common word of a large tenant would take longer than all the rest
 * of a search. The sample is the passages with the lowest hash of their id, so it is random, and the same each time.
 */
export async function questionWords(tx: Tx, query: string, model: string): Promise<QuestionWords> {
  const rows = await tx.query<{ lexeme: string; held: number; sampled: number; passages: number; other_models: boolean }>(
    `with question as (
       select regexp_replace($1, '[^[:alnum:]]+', ' ', 'g') as words
     ), chosen as (
       select lexeme from question, unnest(to_tsvector('pg_catalog.simple', words)) where lexeme ~ '[0-9]'
       union
       select lexeme from question, unnest(to_tsvector('pg_catalog.english', words)) where lexeme !~ '[0-9]'
     ), terms as materialized (
       select lexeme, pg_catalog.quote_literal(lexeme)::tsquery as term from (
         select lexeme from chosen
         union
         select lexeme from question, unnest(to_tsvector('pg_catalog.simple', words)) where not exists (select from chosen)
       ) all_of_them
     ), sample as materialized (
       select c.search_vector || ''::tsvector as words, pg_catalog.uuid_hash(c.id) as hash
       from rag_embeddings c order by pg_catalog.uuid_hash(c.id) limit $3
     )
     select t.lexeme, (select count(*) from sample s where s.words @@ t.term)::integer as held, size.sampled::integer,
       case when size.sampled < $3 then size.sampled::double precision else size.sampled * 4294967296 / greatest(size.hash + 2147483648, 1) end as passages,
       exists (select from rag_embeddings c where c.model_used < $2) or exists (select from rag_embeddings c where c.model_used > $2) as other_models
     from terms t, (select count(*) as sampled, max(hash)::double precision as hash from sample) size`,
    [query, model, sampleSize],
    'question_words',
  );
  const words = rows.map(({ lexeme, held, sampled, passages }) => {
    // Of the words that the sample lacks, those with digits are taken for the rarest there are: identifiers.
    const share = held > 0 || !/\d/.test(lexeme) ? Math.max(held, 0.5) / sampled : 1 / Math.max(passages, 1);
    return { lexeme, weight: Math.log(1 + 1 / share) };
  });
  return {
    words: words
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => other.weight - one.weight || (one.lexeme < other.lexeme ? -1 : 1)),
    otherModels: rows[0]?.other_models ?? false,
  };
}

/**
 * What a passage must hold to cover `share` of a question, as a tsquery. It is necessary, not sufficient: words are grouped, rarest first,
 * until a group weighs more than may be missing; of each group a passage then has at least one. (The index finds that by its rarest group.)
 */
export function requirement(words: readonly QuestionWord[], share: number): string {
  const mayMiss = words.reduce((sum, { weight }) => sum + weight, 0) * (1 - share);
  const groups: string[][] = [];
  let group: string[] = [];
  let weighs = 0;
  for (const { lexeme, weight } of words) {
    group.push(quoted(lexeme));
    weighs += weight;
    // Sums of doubles differ in their last digits.
    if (weighs > mayMiss + 1e-9) {
      groups.push(group);
      group = [];
      weighs = 0;
    }
  }
  if (groups.length === 0) groups.push(group);
  return groups.map((each) => `(${each.join(' | ')})`).join(' & ');
}

/** A lexeme as a tsquery. */
export function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
