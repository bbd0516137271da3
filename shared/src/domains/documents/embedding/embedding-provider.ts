export interface EmbedOptions {
  signal?: AbortSignal;
  /** Some models place questions and passages differently. `document` by default. */
  purpose?: 'document' | 'query';
}

/** Turns text into vectors whose cosine similarity is similarity of meaning. */
export interface EmbeddingProvider {
  /** Written beside each stored vector: vectors of different models must never be compared. */
  model: string;
  dimensions: number;
  /**
   * One vector of length 1 for each text, in order.
   * @throws RangeError naming the first text that is blank or too long to embed whole
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
}

const maxCharacters = 8000;

/** @throws RangeError */
export function checkTexts(texts: readonly string[]): void {
  for (const [index, text] of texts.entries()) {
    if (text.trim() === '')
      throw new RangeError(`Text ${index} of ${texts.length} is blank and has no meaning to embed: leave it out.`);
    if (text.length > maxCharacters) {
      throw new RangeError(
        `Text ${index} of ${texts.length} has ${text.length} characters, more than ${maxCharacters}: embed its chunks.`,
      );
    }
  }
}

/** The vector scaled to length 1. */
export function unitVector(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}
