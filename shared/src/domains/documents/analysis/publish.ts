import type { Tx } from '../../../db/scope.ts';
import type { DocumentAnalysed, DocumentAnalysisFailed } from '../events.ts';
import type { Chunk, PageText } from '../text/index.ts';
import type { FailureReason, Target } from './outcome.ts';
import { recordStep } from './progress.ts';
import { joinPages } from './stored-text.ts';

/** Everything that was read from a version. */
export type Analysis = {
  fileType: string;
  title: string | undefined;
  pages: readonly PageText[];
  chunks: readonly Chunk[];
  vectors: readonly Float32Array[];
  model: string;
};

/** Passages in one statement: some 5 kB each. */
const insertBatch = 200;

/**
 * Puts the passages of a version in the place of all older ones, and the version in service. `unchanged` when another delivery did it,
 * `superseded` when a newer version arrived meanwhile.
 */
export async function publish(tx: Tx, target: Target, analysis: Analysis): Promise<'analysed' | 'unchanged' | 'superseded'> {
  const { documentId, versionId, versionNumber } = target;
  if (!(await recordStep(tx, target, { status: 'ready' }))) return 'unchanged';
  const { pages, chunks, title, model } = analysis;
  const [pageCount, chunkCount] = [pages.length, chunks.length];
  const current = await tx.query(
    `update documents set analysed_version = $2, file_type = $3, ai_extracted_text = $4, ai_metadata = $5
     where id = $1 and version = $2 returning id`,
    [
      documentId,
      versionNumber,
      analysis.fileType,
      joinPages(pages),
      JSON.stringify({ title: title ?? null, pageCount, chunkCount, model }),
    ],
  );
  const searchable = current.length > 0;
  await tx.query('update document_versions set page_count = $2, chunk_count = $3 where id = $1', [
    versionId,
    pageCount,
    searchable ? chunkCount : 0,
  ]);
  if (!searchable) return 'superseded';
  await tx.query(`delete from rag_embeddings where source_type = 'document' and source_id = $1`, [documentId]);
  for (let start = 0; start < chunkCount; start += insertBatch) {
    await insertChunks(tx, target, analysis, start, Math.min(start + insertBatch, chunkCount));
  }
  const data: DocumentAnalysed = { documentId, versionNumber, pageCount, chunkCount };
  tx.emit({ type: 'document.analysed', subjectType: 'document', subjectId: documentId, data });
  return 'analysed';
}

async function insertChunks(tx: Tx, target: Target, { chunks, vectors, model }: Analysis, start: number, end: number) {
  const rows = chunks.slice(start, end).map((chunk, offset) => ({
    chunk_index: chunk.index,
    chunk_text: chunk.text,
    page_from: chunk.pageFrom,
    page_to: chunk.pageTo,
    heading: chunk.heading ?? null,
    vector: [...(vectors[start + offset] as Float32Array)],
    metadata: { startOffset: chunk.startOffset, endOffset: chunk.endOffset },
  }));
  await tx.query(
    `insert into rag_embeddings (source_type, source_id, document_version, model_used, chunk_index, chunk_text, page_from, page_to,
       heading, embedding_vector, metadata)
     select 'document', $1, $2, $3, c.chunk_index, c.chunk_text, c.page_from, c.page_to, c.heading, c.vector::public.embedding, c.metadata
     from jsonb_to_recordset($4::jsonb) as c (chunk_index integer, chunk_text text, page_from integer, page_to integer, heading text,
       vector real[], metadata jsonb)`,
    [target.documentId, target.versionNumber, model, JSON.stringify(rows)],
  );
}

/** Records that a version cannot be read. Passages of a generation that it overwrote go; those of an older version stay. */
export async function publishFailure(tx: Tx, target: Target, reason: FailureReason, detail: string): Promise<boolean> {
  const { documentId, versionNumber } = target;
  if (!(await recordStep(tx, target, { status: 'failed', failure: { reason, detail } }))) return false;
  const overwritten = await tx.query(
    `update documents set analysed_version = null, ai_extracted_text = null, ai_metadata = null
     where id = $1 and analysed_version = $2 returning id`,
    [documentId, versionNumber],
  );
  if (overwritten.length > 0) {
    await tx.query(`delete from rag_embeddings where source_type = 'document' and source_id = $1`, [documentId]);
  }
  const data: DocumentAnalysisFailed = { documentId, versionNumber, reason, detail };
  tx.emit({ type: 'document.analysis_failed', subjectType: 'document', subjectId: documentId, data });
  return true;
}
