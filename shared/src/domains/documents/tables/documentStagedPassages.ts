import { embedding, integer, reference, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const documentStagedPassages = tenantTable('document_staged_passages', {
  comment: 'Vectors of a version that is being read, until all of its passages are put in service together.',
  audit: { none: 'derived from the file, and gone when the analysis is done' },
  columns: {
    versionId: reference('version_id').notNull(),
    chunkIndex: integer('chunk_index').notNull(),
    textHash: varchar('text_hash', { length: 64 }).notNull(),
    modelUsed: varchar('model_used', { length: 100 }).notNull(),
    embeddingVector: embedding('embedding_vector').notNull(),
  },
  describe: { textHash: 'SHA-256 of the text that the vector is of, in hex.' },
  references: { versionId: { table: 'document_versions', onDelete: 'cascade' } },
  unique: [['versionId', 'chunkIndex']],
});
