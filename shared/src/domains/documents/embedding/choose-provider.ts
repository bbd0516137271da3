import { embeddedProvider } from './embedded.ts';
import type { EmbeddingProvider } from './embedding-provider.ts';
import { vertexProvider } from './vertex.ts';

export type EmbeddingConfig =
  | { provider: 'embedded' }
  | { provider: 'vertex'; project?: string; location?: string; model?: string };

/** The provider that the configuration names. Loads no model and no client yet. */
export function embeddingProvider(config: EmbeddingConfig): EmbeddingProvider {
  if (config.provider === 'embedded') return embeddedProvider();
  if (!config.project || !config.location) throw new Error('Embeddings from Vertex AI need a project and a location.');
  return vertexProvider({ ...config, project: config.project, location: config.location });
}
