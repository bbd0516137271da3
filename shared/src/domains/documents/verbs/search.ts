import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { filtersSchema } from '../search/filters.ts';
import { findPassages } from '../search/find-passages.ts';

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
  run: async ({ tx, input: { query, limit, filters }, prepared }) => ({
    data: await findPassages(tx, { query, embedded: prepared, filters, limit }),
  }),
});
