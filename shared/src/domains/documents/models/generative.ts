import type { LanguageModel } from 'ai';
import type { ZodType, z } from 'zod';
import { classificationAnswer, extractionAnswer, questionAnswer } from './answer-schemas.ts';
import { callLanguageModel, maxOutputTokens } from './call-language-model.ts';
import { documentAsData, escaped, passagesAsData } from './document-as-data.ts';
import type { Answered, DocumentModel } from './document-model.ts';
import { groundedAnswer } from './grounded-answer.ts';
import { confidenceOf, groundedExtraction } from './grounded-extraction.ts';
import { answerInstructions, classifyInstructions, extractInstructions } from './instructions.ts';
import { costOfTokens, type TokenPrices } from './token-prices.ts';

/** Instructions and the schema of the answer, which are sent with every call. */
const instructionCharacters = 8_000;

/** A person waits for an answer, and their request ends after a minute; the analysis has more time, and much more to write. */
const answerTimeoutMs = 45_000;
const analysisTimeoutMs = 120_000;

type Task<S extends ZodType, T> = {
  name: string;
  schema: S;
  instructions: string;
  /** What is asked besides the instructions; without the text of the document, as it is stored. */
  question: string;
  data: string;
  check: (answer: z.output<S>) => T;
  timeoutMs: number;
  signal: AbortSignal | undefined;
};

/** Understands documents with a model of a service. What the model says counts as far as the document bears it out. */
export function generativeModel(options: {
  provider: 'vertex' | 'anthropic';
  model: string;
  prices: TokenPrices;
  load: () => Promise<LanguageModel>;
}): DocumentModel {
  const { provider, model, prices, load } = options;
  let loading: Promise<LanguageModel> | undefined;

  async function run<S extends ZodType, T>({ question, data, check, ...task }: Task<S, T>): Promise<Answered<T>> {
    loading ??= load();
    const prompt = `${data}\n\n${question}`;
    const { value, ...spent } = await callLanguageModel({ model: await loading, prices, prompt, ...task });
    return { value: check(value), prompt: `${task.instructions}\n\n${question}`, ...spent };
  }

  return {
    provider,
    model,
    classify: (document, { signal } = {}) =>
      run({
        name: 'classification',
        schema: classificationAnswer,
        instructions: classifyInstructions,
        question: 'What kind of document is it?',
        data: documentAsData(document, 'classification'),
        timeoutMs: analysisTimeoutMs,
        signal,
        check: ({ documentClass, confidence, alternatives }) => ({
          documentClass,
          confidence: confidenceOf(confidence),
          alternatives: alternatives
            .map((other) => ({ documentClass: other.documentClass, confidence: confidenceOf(other.confidence) }))
            .filter((other) => other.documentClass !== documentClass)
            .sort((one, other) => other.confidence - one.confidence)
            .slice(0, 3),
        }),
      }),
    extract: (document, documentClass, { signal } = {}) =>
      run({
        name: 'extraction',
        schema: extractionAnswer,
        instructions: extractInstructions(documentClass),
        question: 'Which fields and line items stand in the document?',
        data: documentAsData(document, 'extraction'),
        timeoutMs: analysisTimeoutMs,
        signal,
        check: (answer) => groundedExtraction(document, answer),
      }),
    answer: (question, passages, { signal } = {}) =>
      run({
        name: 'answer',
        schema: questionAnswer,
        instructions: answerInstructions,
        question: `Question: ${escaped(question)}`,
        data: passagesAsData(passages),
        timeoutMs: answerTimeoutMs,
        signal,
        check: (answer) => groundedAnswer(question, passages, answer),
      }),
    // Latin text has three to four characters a token; a token a character holds for every script but in rare cases.
    mostCostUsd: (inputCharacters) => costOfTokens(prices, inputCharacters + instructionCharacters, maxOutputTokens),
  };
}
