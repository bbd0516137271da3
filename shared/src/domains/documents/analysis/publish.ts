import type { Tx } from '../../../db/scope.ts';
import type { DocumentAnalysed, DocumentAnalysisFailed } from '../events.ts';
import type { Chunk } from '../text/index.ts';
import type { FailureReason, Target } from './outcome.ts';
import { recordStep } from './progress.ts';

/** Passages in one statement: some 2 kB each. */
const insertBatch = 500;

type Published = { outcome: 'analysed'; pageCount: number; chunkCount: number } | { outcome: 'superseded' };

/**
 * Puts the passages of a version, with their vectors that were made before, in the place of all older ones, and the version in service.
 * `superseded` when a newer version arrived meanwhile.
 *
 * @throws NotWantedError
 */
export async function publish(tx: Tx, target: Target, chunks: readonly Chunk[]): Promise<Published> {
  const { documentId, versionId, versionNumber } = target;
  await recordStep(tx, target, { status: 'ready' });
  const [counted] = await tx.query<{ pages: number }>(
    'select count(*)::integer as pages from document_pages where version_id = $1',
    [versionId],
  );
  const [pageCount, chunkCount] = [counted?.pages ?? 0, chunks.length];
  const current = await tx.query(
    `update documents set analysed_version = $2,
       ai_extracted_text = (select string_agg(p.text, E'\\f' order by p.page_number) from document_pages p where p.version_id = $3),
       ai_metadata = coalesce(ai_metadata, '{}') || $4::jsonb
     where id = $1 and version = $2 returning id`,
    [documentId, versionNumber, versionId, JSON.stringify({ pageCount, chunkCount })],
  );
  const searchable = current.length > 0;
  await tx.query('update document_versions set page_count = $2, chunk_count = $3 where id = $1', [
    versionId,
    pageCount,
    searchable ? chunkCount : 0,
  ]);
  if (searchable) {
    await tx.query(`delete from rag_embeddings where source_type = 'document' and source_id = $1`, [documentId]);
    for (let start = 0; start < chunkCount; start += insertBatch)
      await insertChunks(tx, target, chunks.slice(start, start + insertBatch));
  }
  await tx.query('delete from document_staged_passages where version_id = $1', [versionId]);
  if (!searchable) return { outcome: 'superseded' };
  const data: DocumentAnalysed = { documentId, versionNumber, pageCount, chunkCount };
  tx.emit({ type: 'document.analysed', subjectType: 'document', subjectId: documentId, data });
  return { outcome: 'analysed', pageCount, chunkCount };
}

async function insertChunks(tx: Tx, target: Target, chunks: readonly Chunk[]): Promise<void> {
  const rows = chunks.map((chunk) => ({
    chunk_index: chunk.index,
    chunk_text: chunk.text,
    page_from: chunk.pageFrom,
    page_to: chunk.pageTo,
    heading: chunk.heading ?? null,
    metadata: { startOffset: chunk.startOffset, endOffset: chunk.endOffset },
  }));
  const inserted = await tx.query(
    `insert into rag_embeddings (source_type, source_id, document_version, model_used, chunk_index, chunk_text, page_from, page_to,
       heading, embedding_vector, metadata)
     select 'document', $1, $2, s.model_used, c.chunk_index, c.chunk_text, c.page_from, c.page_to, c.heading, s.embedding_vector, c.metadata
     from jsonb_to_recordset($4::jsonb) as c (chunk_index integer, chunk_text text, page_from integer, page_to integer, heading text,
       metadata jsonb)
     join document_staged_passages s on s.version_id = $3 and s.chunk_index = c.chunk_index
     order by c.chunk_index
     returning id`,
    [target.documentId, target.versionNumber, target.versionId, JSON.stringify(rows)],
  );
  if (inserted.length !== chunks.length)
    throw new Error(`${chunks.length - inserted.length} passages have no vector; they are made again.`);
}

/** Records that a version cannot be read. Passages of a generation that it overwrote go; those of an older version stay. */
export async function publishFailure(tx: Tx, target: Target, reason: FailureReason, detail: string): Promise<void> {
  const { documentId, versionNumber } = target;
  await recordStep(tx, target, { status: 'failed', failure: { reason, detail } });
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
}
