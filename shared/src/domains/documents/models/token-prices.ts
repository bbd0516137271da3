/** List prices of a model in US dollars for a million tokens. */
export type TokenPrices = { inputUsdPerMillion: number; outputUsdPerMillion: number };

export function costOfTokens(prices: TokenPrices, inputTokens: number, outputTokens: number): number {
  return (inputTokens * prices.inputUsdPerMillion + outputTokens * prices.outputUsdPerMillion) / 1_000_000;
}
