export { type EmbeddingConfig, embeddingProvider } from './choose-provider.ts';
export type { EmbeddingProvider, EmbedOptions } from './embedding-provider.ts';
export { VertexEmbeddingError } from './vertex.ts';
