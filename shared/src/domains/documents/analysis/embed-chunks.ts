import type { EmbeddingProvider } from '../embedding/index.ts';
import type { Chunk } from '../text/index.ts';

/** What one call of the model is given; a lost call costs no more than this. */
const batchSize = 32;

/** The longest text a model takes; only a single word can be longer. */
const maxCharacters = 8000;

/** The vectors of passages, in order. A passage is embedded under its heading, which often names what it is about. */
export async function embedChunks(model: EmbeddingProvider, chunks: readonly Chunk[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let start = 0; start < chunks.length; start += batchSize) {
    const texts = chunks.slice(start, start + batchSize).map(embeddedText);
    vectors.push(...(await model.embed(texts, { purpose: 'document' })));
  }
  return vectors;
}

function embeddedText({ heading, text }: Chunk): string {
  const whole = heading && !text.includes(heading) ? `${heading}\n${text}` : text;
  return whole.slice(0, maxCharacters);
}
