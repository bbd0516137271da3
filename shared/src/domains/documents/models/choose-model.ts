import type { EmbeddingProvider } from '../embedding/index.ts';
import { anthropicModel } from './anthropic.ts';
import type { DocumentModel } from './document-model.ts';
import { embeddedModel } from './embedded.ts';
import { generativeModel } from './generative.ts';
import type { TokenPrices } from './token-prices.ts';
import { vertexModel } from './vertex.ts';

export type DocumentModelConfig =
  | { provider: 'embedded'; embeddings: () => Promise<EmbeddingProvider> }
  | { provider: 'vertex'; project: string; location: string; model: string; prices: TokenPrices }
  | { provider: 'anthropic'; apiKey: string; model: string; prices: TokenPrices };

/** The model that the configuration names. Loads no client and no weights yet. */
export function documentModel(config: DocumentModelConfig): DocumentModel {
  if (config.provider === 'embedded') return embeddedModel(config.embeddings);
  const { provider, model, prices } = config;
  const load = provider === 'vertex' ? () => vertexModel(config) : () => anthropicModel(config);
  return generativeModel({ provider, model, prices, load });
}
