import type { Tx } from '@wheelhouse/shared/db/scope.ts';
import type { EmbeddingProvider } from '@wheelhouse/shared/domains/documents/embedding/index.ts';
import { findPassages } from '@wheelhouse/shared/domains/documents/search/find-passages.ts';

/** A model of which the vector of a text is known: it points where the first of these words stands that is in the text, else elsewhere. */
export function wordModel(model: string, words: readonly string[]): EmbeddingProvider & { calls: number } {
  const provider = {
    model,
    dimensions: 512,
    calls: 0,
    embed: async (texts: readonly string[]) => {
      provider.calls += 1;
      return texts.map((text) => {
        const place = words.findIndex((word) => text.toLowerCase().includes(word));
        return Float32Array.from({ length: 512 }, (_, axis) => (axis === (place < 0 ? 511 : place) ? 1 : 0));
      });
    },
  };
  return provider;
}

/** A document in service with these passages, embedded by `provider`. */
export async function addDocument(
  tx: Tx,
  provider: EmbeddingProvider,
  passages: readonly string[],
  columns: Record<string, unknown> = {},
): Promise<string> {
  const row = {
    document_name: 'Rules',
    file_name: 'rules.txt',
    file_url: 'gs://b/rules',
    status: 'ready',
    analysed_version: 1,
    ...columns,
  };
  const names = Object.keys(row);
  const [document] = await tx.query<{ id: string }>(
    `insert into documents (${names}) values (${names.map((_, n) => `$${n + 1}`)}) returning id`,
    Object.values(row),
  );
  const id = document!.id;
  await tx.query(
    `insert into document_versions (document_id, version_number, file_name, file_url, status) values ($1, 1, 'rules.txt', 'gs://b/rules', 'ready')`,
    [id],
  );
  await addPassages(tx, provider, id, passages);
  return id;
}

export async function addPassages(tx: Tx, provider: EmbeddingProvider, id: string, passages: readonly string[], version = 1) {
  const vectors = await provider.embed(passages);
  for (const [index, text] of passages.entries()) {
    await tx.query(
      `insert into rag_embeddings (source_type, source_id, document_version, chunk_index, chunk_text, model_used, embedding_vector)
       values ('document', $1, $2, $3, $4, $5, $6::real[]::public.embedding)`,
      [id, version, index, text, provider.model, [...vectors[index]!]],
    );
  }
}

/** Ids of the documents that a search finds, and how. */
export async function found(tx: Tx, provider: EmbeddingProvider, query: string, filters = {}) {
  const [vector] = await provider.embed([query]);
  const passages = await findPassages(tx, { query, embedded: { vector: vector!, model: provider.model }, filters, limit: 10 });
  return passages.map(({ documentId, foundBy, text }) => ({ documentId, foundBy, text }));
}
