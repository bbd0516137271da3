import { embeddedText } from '../embedding/embedded-text.ts';
import { hashOf, passagesAtOnce, stagePassages } from '../embedding/stage-passages.ts';
import { chunkPages } from '../text/index.ts';
import { recordProgress } from './progress.ts';
import type { Step } from './step.ts';

/** Gives every passage its vector. Those that were made before a crash, of the same text by the same model, are kept. */
export const embed: Step = {
  after: 'chunked',
  status: 'embedded',
  async run({ services, target, inTenant, write, pages }) {
    const model = await services.embeddings();
    const passages = chunkPages(await pages()).map((chunk) => ({ index: chunk.index, text: embeddedText(chunk) }));
    const staged = await inTenant((tx) =>
      tx.query<{ index: number; hash: string }>(
        'select chunk_index as index, text_hash as hash from document_staged_passages where version_id = $1 and model_used = $2',
        [target.versionId, model.model],
      ),
    );
    const known = new Map(staged.map(({ index, hash }) => [index, hash]));
    const waiting = passages.filter(({ index, text }) => known.get(index) !== hashOf(text));
    for (let start = 0; start < waiting.length; start += passagesAtOnce) {
      const batch = waiting.slice(start, start + passagesAtOnce);
      const vectors = await model.embed(
        batch.map(({ text }) => text),
        { purpose: 'document' },
      );
      const embedded = batch.map((passage, i) => ({ ...passage, vector: vectors[i] as Float32Array }));
      await write(async (tx) => {
        await stagePassages(tx, target.versionId, model.model, embedded);
        await recordProgress(tx, target, passages.length - waiting.length + start + batch.length, passages.length);
      });
    }
  },
};
