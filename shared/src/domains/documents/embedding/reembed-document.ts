import type { Tx } from '../../../db/scope.ts';
import { embeddedText } from './embedded-text.ts';
import type { EmbeddingProvider } from './embedding-provider.ts';
import { passagesAtOnce, stagePassages } from './stage-passages.ts';

/** A document in service with passages of another model than the current one. */
export type Outdated = { documentId: string; versionId: string };

/** The next document that has vectors of another model, by id; none whose file is being read, which makes new ones anyway. */
export async function nextOutdated(tx: Tx, model: string, after: string | null): Promise<Outdated | undefined> {
  const [next] = await tx.query<Outdated>(
    `select d.id as "documentId", v.id as "versionId"
     from documents d join document_versions v on v.document_id = d.id and v.version_number = d.analysed_version
     where v.status = 'ready' and ($2::uuid is null or d.id > $2) and exists (
       select from rag_embeddings c where c.source_type = 'document' and c.source_id = d.id and c.model_used <> $1)
     order by d.id limit 1`,
    [model, after],
  );
  return next;
}

type Passage = { id: string; index: number; heading: string | null; text: string };

/**
 * Embeds the next passages of a document and puts them aside; with the last ones all its vectors are exchanged, at once. So search never
 * finds a document half, and a run that breaks off goes on where it was.
 *
 * @returns how many passages were embedded, and whether the document is done (or no longer there to be done)
 */
export async function reembedBatch(
  inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>,
  provider: EmbeddingProvider,
  { documentId, versionId }: Outdated,
  signal: AbortSignal,
): Promise<{ embedded: number; done: boolean }> {
  const { model } = provider;
  const waiting = await inScope((tx) =>
    tx.query<Passage>(
      `select c.id, c.chunk_index as index, c.heading, c.chunk_text as text from rag_embeddings c
       where c.source_type = 'document' and c.source_id = $1 and c.model_used <> $2 and not exists (
         select from document_staged_passages s where s.version_id = $3 and s.chunk_index = c.chunk_index and s.model_used = $2)
       order by c.chunk_index limit ${passagesAtOnce}`,
      [documentId, model, versionId],
    ),
  );
  const texts = waiting.map(({ heading, text }) => embeddedText({ text, ...(heading !== null && { heading }) }));
  const vectors = texts.length === 0 ? [] : await provider.embed(texts, { purpose: 'document', signal });
  const embedded = waiting.map(({ id, index }, n) => ({
    id,
    index,
    text: texts[n] as string,
    vector: vectors[n] as Float32Array,
  }));
  const done = await inScope(async (tx) => {
    // Another run may be at it; and a new analysis would put passages with other texts aside.
    const [version] = await tx.query(
      `select id from document_versions where id = $1 and status = 'ready' for update skip locked`,
      [versionId],
    );
    if (!version) return true;
    const there = await tx.query<{ id: string }>('select id from rag_embeddings where id = any ($1)', [
      waiting.map(({ id }) => id),
    ]);
    const ids = new Set(there.map(({ id }) => id));
    await stagePassages(
      tx,
      versionId,
      model,
      embedded.filter(({ id }) => ids.has(id)),
    );
    return exchange(tx, { documentId, versionId }, model);
  });
  return { embedded: embedded.length, done };
}

/** Whether all passages have a vector of the model now. */
async function exchange(tx: Tx, { documentId, versionId }: Outdated, model: string): Promise<boolean> {
  const [left] = await tx.query<{ missing: boolean }>(
    `select exists (
       select from rag_embeddings c where c.source_type = 'document' and c.source_id = $1 and c.model_used <> $2 and not exists (
         select from document_staged_passages s where s.version_id = $3 and s.chunk_index = c.chunk_index and s.model_used = $2)) as missing`,
    [documentId, model, versionId],
  );
  if (left?.missing) return false;
  await tx.query(
    `update rag_embeddings c set embedding_vector = s.embedding_vector, model_used = s.model_used
     from document_staged_passages s
     where c.source_type = 'document' and c.source_id = $1 and s.version_id = $2 and s.chunk_index = c.chunk_index and s.model_used = $3`,
    [documentId, versionId, model],
  );
  await tx.query('delete from document_staged_passages where version_id = $1', [versionId]);
  return true;
}
