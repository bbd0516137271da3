import type { LanguageModel } from 'ai';
import type { ZodType, z } from 'zod';
import { DocumentModelError, type Spent } from './document-model-error.ts';
import { costOfTokens, type TokenPrices } from './token-prices.ts';

/** Most tokens of an answer, thinking included. */
export const maxOutputTokens = 16_384;
const maxRetries = 2;

export type ModelCall<S extends ZodType> = {
  model: LanguageModel;
  prices: TokenPrices;
  /** Name of the structure that is asked for. */
  name: string;
  schema: S;
  instructions: string;
  prompt: string;
  /** For the call with its repetitions. */
  timeoutMs: number;
  signal: AbortSignal | undefined;
};

/**
 * Asks a model for an answer in a structure. It is given no tools, and nothing is reported to anyone but the provider. 429, 5xx and
 * failed connections are tried again twice, after what `Retry-After` asks or 2 and 4 s.
 *
 * @throws DocumentModelError; the reason of `signal` once that is aborted
 */
export async function callLanguageModel<S extends ZodType>(call: ModelCall<S>): Promise<{ value: z.output<S> } & Spent> {
  const { generateText, Output } = await loadSdk();
  const { model, name, schema, instructions, prompt, timeoutMs, signal } = call;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const result = await generateText({
      model,
      output: Output.object({ name, schema }),
      instructions,
      prompt,
      maxOutputTokens,
      maxRetries,
      abortSignal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      telemetry: { isEnabled: false },
      // Anthropic's other way of structured output is a tool that must be called.
      providerOptions: { anthropic: { structuredOutputMode: 'outputFormat' } },
    });
    const spent = spentBy(call, result.usage, result.text);
    if (result.finishReason !== 'stop') throw unfinished(result.finishReason, { spent });
    return { value: result.output as z.output<S>, ...spent };
  } catch (error) {
    signal?.throwIfAborted();
    throw await explained(error, call, timeout);
  }
}

async function loadSdk() {
  const sdk = await import('ai');
  // They would go past our log.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return sdk;
}

type Usage = { inputTokens: number | undefined; outputTokens: number | undefined };

function spentBy({ prices }: Pick<ModelCall<ZodType>, 'prices'>, usage: Usage | undefined, response: string | undefined): Spent {
  const { inputTokens = 0, outputTokens = 0 } = usage ?? {};
  return { inputTokens, outputTokens, costUsd: costOfTokens(prices, inputTokens, outputTokens), response: response ?? null };
}

async function explained(error: unknown, call: ModelCall<ZodType>, timeout: AbortSignal): Promise<unknown> {
  if (error instanceof DocumentModelError) return error;
  const { APICallError, NoObjectGeneratedError, NoOutputGeneratedError, RetryError } = await loadSdk();
  const cause = RetryError.isInstance(error) ? error.lastError : error;
  if (timeout.aborted) {
    return new DocumentModelError('unavailable', `The model did not answer within ${call.timeoutMs / 1000} s. Try again later.`, {
      cause,
    });
  }
  if (NoObjectGeneratedError.isInstance(cause)) {
    const spent = spentBy(call, cause.usage, cause.text);
    if (cause.finishReason && cause.finishReason !== 'stop') return unfinished(cause.finishReason, { cause, spent });
    return new DocumentModelError('unusable_answer', 'The model answered something else than was asked for.', { cause, spent });
  }
  if (NoOutputGeneratedError.isInstance(cause)) {
    return new DocumentModelError('unusable_answer', 'The model answered nothing.', { cause });
  }
  if (!APICallError.isInstance(cause)) return error;
  return explainedStatus(cause.statusCode, cause);
}

function unfinished(finishReason: string, options: { cause?: unknown; spent: Spent }): DocumentModelError {
  if (finishReason === 'length') {
    return new DocumentModelError(
      'unusable_answer',
      `The model's answer is longer than ${maxOutputTokens} tokens and was cut off.`,
      options,
    );
  }
  return new DocumentModelError('refused', `The model declined to answer about this text (${finishReason}).`, options);
}

function explainedStatus(status: number | undefined, cause: unknown): DocumentModelError {
  // What was not taken costs nothing.
  const spent = { inputTokens: 0, outputTokens: 0, costUsd: 0, response: null };
  if (status === 429) {
    return new DocumentModelError('over_quota', 'The quota at the provider of the model is used up. Try again later.', {
      cause,
      spent,
    });
  }
  if (status === 401 || status === 403) {
    return new DocumentModelError('refused', 'The provider of the model refused our credentials.', { cause, spent });
  }
  if (status === 200)
    return new DocumentModelError('unusable_answer', 'The provider of the model answered what cannot be read.', { cause });
  if (status === undefined || status >= 500) {
    return new DocumentModelError('unavailable', 'The provider of the model does not answer. Try again later.', { cause });
  }
  return new DocumentModelError('refused', `The provider of the model refused the request (status ${status}).`, { cause, spent });
}
