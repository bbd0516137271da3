import type { GoogleVertexProviderSettings } from '@ai-sdk/google-vertex';
import type { LanguageModel } from 'ai';

/**
 * Gemini on Vertex AI, with application default credentials.
 * @param options.location a region, or `global`
 * @param settings of the client, for tests: where it sends to, and what it authenticates with
 */
export async function vertexModel(
  options: { project: string; location: string; model: string },
  settings: Pick<GoogleVertexProviderSettings, 'baseURL' | 'googleAuthOptions'> = {},
): Promise<LanguageModel> {
  const { createVertex } = await import('@ai-sdk/google-vertex');
  const { project, location, model } = options;
  // An empty key keeps the client from taking one out of the environment, which would answer for another project.
  return createVertex({ project, location, apiKey: '', ...settings })(model);
}
