import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { findByText } from '../search/by-text.ts';
import { findByVector } from '../search/by-vector.ts';
import { filtersSchema } from '../search/filters.ts';
import { fuse } from '../search/fuse.ts';

/** How many passages each way of searching hands to the fusion. */
const candidates = 60;

const input = z.strictObject({
  query: z.string().trim().min(1).max(1000).describe('A question, words or an identifier.'),
  limit: z.int().min(1).max(50).default(10),
  filters: filtersSchema.default({}),
});

const resultSchema = z.object({
  documentId: z.guid(),
  documentName: z.string(),
  versionNumber: z.int(),
  chunkIndex: z.int(),
  heading: z.string().nullable(),
  text: z.string(),
  pageFrom: z.int().nullable(),
  pageTo: z.int().nullable(),
  score: z.number().describe('0 to 1, for this query only.'),
  foundBy: z.array(z.enum(['vector', 'text'])).describe('By its meaning, by its words, or both.'),
});

type Passage = Omit<z.input<typeof resultSchema>, 'score' | 'foundBy'> & { id: string };

export const search = verb({
  name: 'search',
  on: 'documents',
  target: 'collection',
  permission: 'document.read',
  access: 'read',
  summary: 'Find passages by meaning and by words',
  description: 'The best passages first, each with its document and page. Archived documents are left out.',
  input,
  output: z.object({ data: z.array(resultSchema) }),
  prepare: async ({ input: { query }, services }) => {
    const model = await services.embeddings();
    const [vector] = await model.embed([query], { purpose: 'query' });
    return { vector: vector as Float32Array, model: model.model };
  },
  run: async ({ tx, input: { query, limit, filters }, prepared }) => {
    const byVector = await findByVector(tx, prepared, filters, candidates);
    const byText = await findByText(tx, query, filters, candidates);
    const hits = fuse(byVector, byText).slice(0, limit);
    const passages = await tx.query<Passage>(
      `select c.id, d.id as "documentId", d.document_name as "documentName", c.document_version as "versionNumber",
         c.chunk_index as "chunkIndex", c.heading, c.chunk_text as text, c.page_from as "pageFrom", c.page_to as "pageTo"
       from rag_embeddings c join documents d on d.tenant_id = c.tenant_id and d.id = c.source_id
       where c.id = any ($1)`,
      [hits.map((hit) => hit.id)],
    );
    const byId = new Map(passages.map((passage) => [passage.id, passage]));
    return {
      data: hits.flatMap(({ id, score, foundBy }) => {
        const passage = byId.get(id);
        return passage ? [{ ...passage, score, foundBy }] : [];
      }),
    };
  },
});
