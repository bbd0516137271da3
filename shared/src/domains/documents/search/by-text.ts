import type { Tx } from '../../../db/scope.ts';
import { type Filters, filterValues, fromPassages } from './filters.ts';
import type { TextHit } from './fuse.ts';

/**
 * The passages that hold words of a question, best first. Any word will do here and `coverage` says how much of the question a passage
 * holds; websearch_to_tsquery would demand every word, and a question in a whole sentence would find nothing.
 *
 * Words are English stems without noise words; words with a digit in them are taken as they stand, and so is everything where only
 * noise words are left (search_vector holds both forms). A word weighs ln(1 + n / m): of the n passages that hold any of the words, m
 * hold this one.
 *
 * A found passage's words are unpacked once (the lateral), not once for every word of the question.
 */
export function findByText(tx: Tx, query: string, filters: Filters, limit: number): Promise<TextHit[]> {
  return tx.query<TextHit>(
    `with question as (
       select regexp_replace($5, '[^[:alnum:]]+', ' ', 'g') as words
     ), lexemes as (
       select lexeme from question, unnest(to_tsvector('pg_catalog.simple', words)) where lexeme ~ '[0-9]'
       union
       select lexeme from question, unnest(to_tsvector('pg_catalog.english', words)) where lexeme !~ '[0-9]'
     ), terms as materialized (
       select lexeme, pg_catalog.quote_literal(lexeme)::tsquery as term from (
         select lexeme from lexemes
         union
         select lexeme from question, unnest(to_tsvector('pg_catalog.simple', words)) where not exists (select from lexemes)
       ) chosen
     ), found as materialized (
       select c.id, ts_rank_cd(v.words, (select string_agg(term::text, ' | ')::tsquery from terms)) as rank,
         array(select lexeme from terms where v.words @@ term) as lexemes
       from (select c.id, c.search_vector ${fromPassages} and c.search_vector @@ (select string_agg(term::text, ' | ')::tsquery from terms)) c
       cross join lateral (select c.search_vector || ''::tsvector as words offset 0) v
     ), held as materialized (
       select f.id, h.lexeme from found f, unnest(f.lexemes) as h (lexeme)
     ), weights as materialized (
       select t.lexeme, ln(1 + (select count(*) from found) / greatest(count(h.id), 0.5)) as weight
       from terms t left join held h on h.lexeme = t.lexeme
       group by t.lexeme
     ), covered as (
       select h.id, sum(w.weight) / (select sum(weight) from weights) as coverage
       from held h join weights w on w.lexeme = h.lexeme
       group by h.id
     )
     select c.id, c.coverage::double precision as coverage
     from covered c join found f on f.id = c.id
     order by c.coverage desc, f.rank desc, c.id
     limit $6`,
    [...filterValues(filters), query, limit],
  );
}
