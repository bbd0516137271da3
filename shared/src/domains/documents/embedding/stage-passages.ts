import { createHash } from 'node:crypto';
import type { Tx } from '../../../db/scope.ts';

/** Passages in one call of the model; a call whose answer is lost costs no more than this. */
export const passagesAtOnce = 32;

/** A passage of a version, as text that a model was given, and its vector. */
export type EmbeddedPassage = { index: number; text: string; vector: Float32Array };

/** SHA-256 of a text in hex: whether a vector that was put aside is of this text still. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Puts vectors of a version aside, in the place of those of former texts or models, until all are there. */
export async function stagePassages(
  tx: Tx,
  versionId: string,
  model: string,
  passages: readonly EmbeddedPassage[],
): Promise<void> {
  const rows = passages.map(({ index, text, vector }) => ({ index, hash: hashOf(text), vector: [...vector] }));
  await tx.query(
    `insert into document_staged_passages (version_id, chunk_index, text_hash, model_used, embedding_vector)
     select $1, r.index, r.hash, $2, r.vector::public.embedding
     from jsonb_to_recordset($3::jsonb) as r (index integer, hash text, vector real[]) order by r.index
     on conflict (tenant_id, version_id, chunk_index) do update
       set text_hash = excluded.text_hash, model_used = excluded.model_used, embedding_vector = excluded.embedding_vector`,
    [versionId, model, JSON.stringify(rows)],
  );
}
