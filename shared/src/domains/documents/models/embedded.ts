import type { EmbeddingProvider } from '../embedding/index.ts';
import { answerByExtract } from './answer-by-extract.ts';
import type { Answered, DocumentModel } from './document-model.ts';

/** Rules that read documents, and answers made of the documents' own sentences: in this process, for nothing. */
export function embeddedModel(embeddings: () => Promise<EmbeddingProvider>): DocumentModel {
  return {
    provider: 'embedded',
    model: 'rules-1',
    classify: async (document, { signal } = {}) => {
      signal?.throwIfAborted();
      const { classifyByRules } = await import('../understanding/index.ts');
      return forNothing(classifyByRules(document));
    },
    extract: async (document, documentClass, { signal } = {}) => {
      signal?.throwIfAborted();
      const { extractByRules } = await import('../understanding/index.ts');
      return forNothing(extractByRules(document, documentClass));
    },
    answer: async (question, passages, { signal } = {}) =>
      forNothing(await answerByExtract(await embeddings(), question, passages, signal)),
    mostCostUsd: () => 0,
  };
}

function forNothing<T>(value: T): Answered<T> {
  return { value, prompt: null, response: null, inputTokens: 0, outputTokens: 0, costUsd: 0 };
}
