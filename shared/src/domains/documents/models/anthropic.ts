import type { LanguageModel } from 'ai';

/**
 * Claude over Anthropic's API.
 * @param settings of the client, for tests: where it sends to
 */
export async function anthropicModel(
  options: { apiKey: string; model: string },
  settings: { baseURL?: string } = {},
): Promise<LanguageModel> {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  // With an address of its own the client takes none out of the environment.
  return createAnthropic({ apiKey: options.apiKey, baseURL: 'https://api.anthropic.com/v1', ...settings })(options.model);
}
