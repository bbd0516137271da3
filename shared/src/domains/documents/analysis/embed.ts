import { createHash } from 'node:crypto';
import { chunkPages } from '../text/index.ts';
import { embeddedText } from './embedded-text.ts';
import { recordProgress } from './progress.ts';
import type { Step } from './step.ts';

/** What one call of the model is given; a lost call costs no more than this. */
const batchSize = 32;

/** Gives every passage its vector. Those that were made before a crash, of the same text by the same model, are kept. */
export const embed: Step = {
  after: 'chunked',
  status: 'embedded',
  async run({ services, target, inTenant, write, pages }) {
    const model = await services.embeddings();
    const passages = chunkPages(await pages()).map((chunk) => {
      const text = embeddedText(chunk);
      return { index: chunk.index, text, hash: createHash('sha256').update(text).digest('hex') };
    });
    const staged = await inTenant((tx) =>
      tx.query<{ index: number; hash: string }>(
        'select chunk_index as index, text_hash as hash from document_staged_passages where version_id = $1 and model_used = $2',
        [target.versionId, model.model],
      ),
    );
    const known = new Map(staged.map(({ index, hash }) => [index, hash]));
    const waiting = passages.filter(({ index, hash }) => known.get(index) !== hash);
    for (let start = 0; start < waiting.length; start += batchSize) {
      const batch = waiting.slice(start, start + batchSize);
      const vectors = await model.embed(
        batch.map(({ text }) => text),
        { purpose: 'document' },
      );
      const rows = batch.map(({ index, hash }, i) => ({ index, hash, vector: [...(vectors[i] as Float32Array)] }));
      await write(async (tx) => {
        await tx.query(
          `insert into document_staged_passages (version_id, chunk_index, text_hash, model_used, embedding_vector)
           select $1, r.index, r.hash, $2, r.vector::public.embedding
           from jsonb_to_recordset($3::jsonb) as r (index integer, hash text, vector real[]) order by r.index
           on conflict (tenant_id, version_id, chunk_index) do update
             set text_hash = excluded.text_hash, model_used = excluded.model_used, embedding_vector = excluded.embedding_vector`,
          [target.versionId, model.model, JSON.stringify(rows)],
        );
        const done = passages.length - waiting.length + start + batch.length;
        await recordProgress(tx, target, done, passages.length);
      });
    }
  },
};
