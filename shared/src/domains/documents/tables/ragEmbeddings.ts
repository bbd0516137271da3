import { embedding, integer, jsonb, oneOf, text, tsvector, uuid, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const embeddingSourceTypes = ['document', 'policy', 'sop', 'manual'] as const;

export const ragEmbeddings = tenantTable('rag_embeddings', {
  comment: 'Passages of documents and other texts, for search by meaning and by words.',
  audit: { none: 'derived from the file, and written anew with each analysis' },
  columns: {
    sourceType: oneOf('source_type', embeddingSourceTypes).notNull(),
    sourceId: uuid('source_id').notNull(),
    documentVersion: integer('document_version').notNull().default(1),
    chunkIndex: integer('chunk_index').notNull(),
    chunkText: text('chunk_text').notNull(),
    pageFrom: integer('page_from'),
    pageTo: integer('page_to'),
    heading: text('heading'),
    embeddingVector: embedding('embedding_vector').notNull(),
    modelUsed: varchar('model_used', { length: 100 }).notNull(),
    metadata: jsonb('metadata').notNull().default({}),
    // English, for inspections and inspecting; and simple, for identifiers and for what English takes for noise ("IT", "OR"). Everything
    // but letters and digits is blanked first: the parser would read WO-88213 as a word and a negative number, and and/or as a path.
    searchVector: tsvector('search_vector').generatedAlwaysAs(
      sql`to_tsvector('pg_catalog.english', regexp_replace(coalesce(heading, '') || ' ' || chunk_text, '[^[:alnum:]]+', ' ', 'g'))
    || to_tsvector('pg_catalog.simple', regexp_replace(coalesce(heading, '') || ' ' || chunk_text, '[^[:alnum:]]+', ' ', 'g'))`,
    ),
  },
  describe: {
    sourceId: 'The document, policy, … that it is a passage of.',
    documentVersion: 'Version of the source.',
    chunkIndex: 'Place among the passages of the source, from 0.',
    pageFrom: 'First page it stands on, from 1.',
    heading: 'The heading it stands under.',
    embeddingVector: 'Unit vector of heading and text.',
    modelUsed: 'Model of the vector; vectors of different models are never compared.',
    metadata: 'startOffset and endOffset in the text of the document.',
    searchVector: 'Words of heading and text, as English and as they stand.',
  },
  unique: [['sourceType', 'sourceId', 'documentVersion', 'chunkIndex']],
  indexes: [
    ['modelUsed'],
    { on: sql`tenant_id, search_vector`, method: 'gin', name: 'rag_embeddings_search_vector_idx' },
    // Its first entries are a random sample, see questionWords().
    { on: sql`tenant_id, pg_catalog.uuid_hash(id)`, name: 'rag_embeddings_sample_idx' },
  ],
});
