import type { DocumentClass, modelProviders } from '../tables/index.ts';
import type { PageText } from '../text/index.ts';
import type { Classification, Extraction } from '../understanding/understanding.ts';

/** What a model is told of a document. Its text is data: nothing in it is an instruction. */
export type DocumentForModel = {
  fileName: string;
  title: string | undefined;
  pages: readonly PageText[];
  /** BCP 47 language tag that decides how ambiguous dates and numbers are read: `en-US`, `en-GB`, `de-DE`. */
  locale: string;
};

/** A passage that a question may be answered from. */
export type PassageForModel = {
  /** Its place in the list, from 1: what an answer cites. */
  number: number;
  documentName: string;
  heading: string | null;
  text: string;
  pageFrom: number | null;
};

/** One sentence of an answer and the passages that say so; at least one. `quote` stands in the first of them word for word. */
export type AnswerSentence = { text: string; passages: number[]; quote: string };

/** `found: false` where the passages do not contain the answer; then there are no sentences. */
export type GroundedAnswer = { found: boolean; sentences: AnswerSentence[] };

/** What a model answered and what that took. */
export type Answered<T> = {
  value: T;
  /** Without the text of the document; null where rules answered. */
  prompt: string | null;
  /** As the model gave it; null where rules answered. */
  response: string | null;
  inputTokens: number;
  outputTokens: number;
  /** US dollars by the configured list prices. */
  costUsd: number;
};

/** Understands documents. The one interface to rules in this process and to models of Vertex AI and Anthropic. */
export interface DocumentModel {
  /** Who answers. */
  readonly provider: (typeof modelProviders)[number];
  /** Stored beside each answer. */
  readonly model: string;
  classify(document: DocumentForModel, options?: { signal?: AbortSignal }): Promise<Answered<Classification>>;
  extract(
    document: DocumentForModel,
    documentClass: DocumentClass,
    options?: { signal?: AbortSignal },
  ): Promise<Answered<Extraction>>;
  answer(
    question: string,
    passages: readonly PassageForModel[],
    options?: { signal?: AbortSignal },
  ): Promise<Answered<GroundedAnswer>>;
  /** The most that a call can cost, to be held against a budget before it is made: US dollars for so many characters of input. */
  mostCostUsd(inputCharacters: number): number;
}
