import type { Config } from '../../../config.ts';
import { once } from '../../../once.ts';
import type { Services } from '../../../resource/services.ts';
import type { EmbeddingConfig } from '../embedding/index.ts';
import type { DocumentModelConfig } from './choose-model.ts';

/** The models that the configuration chooses, each loaded at its first use. */
export function documentModels(config: Config): Pick<Services, 'embeddings' | 'documentModel'> {
  const embeddings = once(async () => (await import('../embedding/index.ts')).embeddingProvider(embeddingSettings(config)));
  const documentModel = once(async () => (await import('./index.ts')).documentModel(documentModelSettings(config, embeddings)));
  return { embeddings, documentModel };
}

function embeddingSettings(config: Config): EmbeddingConfig {
  return config.embeddingProvider === 'vertex' && config.googleCloudProject
    ? { provider: 'vertex', project: config.googleCloudProject, location: config.vertexLocation }
    : { provider: 'embedded' };
}

function documentModelSettings(config: Config, embeddings: Services['embeddings']): DocumentModelConfig {
  const { documentModelProvider: provider, documentModel: model = '' } = config;
  if (provider === 'embedded') return { provider, embeddings };
  const prices = {
    inputUsdPerMillion: config.documentModelInputUsdPerMillion ?? 0,
    outputUsdPerMillion: config.documentModelOutputUsdPerMillion ?? 0,
  };
  return provider === 'vertex'
    ? { provider, model, prices, project: config.googleCloudProject ?? '', location: config.vertexLocation }
    : { provider, model, prices, apiKey: config.anthropicApiKey ?? '' };
}
