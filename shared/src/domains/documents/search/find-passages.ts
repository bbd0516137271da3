import type { Tx } from '../../../db/scope.ts';
import { findByText } from './by-text.ts';
import { type EmbeddedQuery, findByVector } from './by-vector.ts';
import { type Filters, narrow } from './filters.ts';
import { type FusedHit, fuse } from './fuse.ts';

/** A passage of a document that answers a question. */
export type FoundPassage = {
  documentId: string;
  documentName: string;
  versionNumber: number;
  chunkIndex: number;
  heading: string | null;
  text: string;
  pageFrom: number | null;
  pageTo: number | null;
  /** 0 to 1, for this question only. */
  score: number;
  foundBy: FusedHit['foundBy'];
};

/** How many passages each way of searching hands to the fusion. */
const candidates = 60;

/** The best passages for a question, by meaning and by words, of the documents that the scope of `tx` may see. */
export async function findPassages(
  tx: Tx,
  question: { query: string; embedded: EmbeddedQuery; filters: Filters; limit: number },
): Promise<FoundPassage[]> {
  const { query, embedded, filters, limit } = question;
  const narrowed = await narrow(tx, filters);
  const [byVector, byText] = await Promise.all([
    findByVector(tx, embedded, narrowed, candidates),
    findByText(tx, query, embedded.model, narrowed, candidates),
  ]);
  const hits = fuse(byVector, byText).slice(0, limit);
  const passages = await tx.query<Omit<FoundPassage, 'score' | 'foundBy'> & { id: string }>(
    `select c.id, d.id as "documentId", d.document_name as "documentName", c.document_version as "versionNumber",
       c.chunk_index as "chunkIndex", c.heading, c.chunk_text as text, c.page_from as "pageFrom", c.page_to as "pageTo"
     from rag_embeddings c join documents d on d.tenant_id = c.tenant_id and d.id = c.source_id
     where c.id = any ($1)`,
    [hits.map((hit) => hit.id)],
    'found_passages',
  );
  const byId = new Map(passages.map(({ id, ...passage }) => [id, passage]));
  return hits.flatMap(({ id, score, foundBy }) => {
    const passage = byId.get(id);
    return passage ? [{ ...passage, score, foundBy }] : [];
  });
}
