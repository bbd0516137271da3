import { z } from 'zod';
import { checkTexts, type EmbeddingProvider, unitVector } from './embedding-provider.ts';
import { fetchWithRetry, type RetryDependencies, systemRetry } from './http-retry.ts';

const dimensions = 512;

/** Texts a request takes. The service allows 250 for the text-embedding models, but 20,000 tokens in all; Gemini's takes one. */
const batchSizes: Record<string, number> = { 'gemini-embedding-001': 1, 'text-embedding-005': 8 };

const answerShape = z.object({
  predictions: z.array(z.object({ embeddings: z.object({ values: z.array(z.number()).length(dimensions) }) })),
});

/** Vertex AI refused, or answered something that is not embeddings. `status` is the HTTP status. */
export class VertexEmbeddingError extends Error {
  override readonly name = 'VertexEmbeddingError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Text embeddings of Vertex AI over REST
 * (https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api), 512 dimensions.
 * They are scaled to length 1 here: the service does that only for its full number of dimensions.
 * @param options.location a region, or `global`
 * @param options.accessToken by default application default credentials, loaded at first use
 */
export function vertexProvider(
  options: {
    project: string;
    location: string;
    model?: string;
    accessToken?: () => Promise<string>;
  } & Partial<RetryDependencies>,
): EmbeddingProvider {
  const { project, location, model = 'gemini-embedding-001', accessToken = defaultAccessToken(), ...overrides } = options;
  const batchSize = batchSizes[model];
  if (!batchSize)
    throw new Error(`'${model}' is not a known embedding model. Use one of: ${Object.keys(batchSizes).join(', ')}.`);
  const host = location === 'global' ? 'aiplatform.googleapis.com' : `${location}-aiplatform.googleapis.com`;
  const url = `https://${host}/v1/projects/${project}/locations/${location}/publishers/google/models/${model}:predict`;
  const dependencies = { ...systemRetry, ...overrides };

  async function predict(texts: readonly string[], taskType: string, signal?: AbortSignal): Promise<Float32Array[]> {
    const body = {
      instances: texts.map((content) => ({ content, task_type: taskType })),
      parameters: { outputDimensionality: dimensions, autoTruncate: false },
    };
    const headers = { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' };
    const response = await fetchWithRetry(url, { method: 'POST', headers, body: JSON.stringify(body) }, dependencies, signal);
    const text = await response.text();
    if (!response.ok) {
      throw new VertexEmbeddingError(
        response.status,
        `Vertex AI answered ${response.status} for ${model}: ${text.slice(0, 500)}`,
      );
    }
    const vectors = parseVectors(text);
    if (vectors?.length !== texts.length) {
      throw new VertexEmbeddingError(
        response.status,
        `Vertex AI did not answer ${texts.length} vectors of ${dimensions} numbers.`,
      );
    }
    return vectors;
  }

  return {
    model,
    dimensions,
    async embed(texts, { signal, purpose = 'document' } = {}) {
      checkTexts(texts);
      const taskType = purpose === 'query' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT';
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += batchSize) {
        vectors.push(...(await predict(texts.slice(start, start + batchSize), taskType, signal)));
      }
      return vectors;
    },
  };
}

function parseVectors(text: string): Float32Array[] | undefined {
  try {
    return answerShape.parse(JSON.parse(text)).predictions.map((prediction) => unitVector(prediction.embeddings.values));
  } catch {
    return undefined;
  }
}

function defaultAccessToken(): () => Promise<string> {
  let loading: Promise<() => Promise<string | null | undefined>> | undefined;
  return async () => {
    loading ??= import('google-auth-library').then(({ GoogleAuth }) => {
      const auth = new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });
      return () => auth.getAccessToken();
    });
    const token = await (await loading)();
    if (!token) throw new Error('No access token for Vertex AI: set up application default credentials.');
    return token;
  };
}
