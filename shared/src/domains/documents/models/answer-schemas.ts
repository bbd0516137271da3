import { z } from 'zod';
import { type DocumentClass, documentClasses } from '../tables/index.ts';
import { type FieldName, fieldNames } from '../understanding/understanding.ts';

// Every property is required and none has limits: providers differ in what of JSON Schema they take, and our own code checks the values.

/** What a model answers when it is asked what a document is. */
export const classificationAnswer = z.object({
  documentClass: z.enum(documentClasses),
  confidence: z.number().describe('0 to 1'),
  alternatives: z
    .array(z.object({ documentClass: z.enum(documentClasses), confidence: z.number() }))
    .describe('at most 3, best first'),
});

const place = {
  page: z.number().describe('number of the page'),
  line: z.number().describe('number of the line, as printed before it'),
  quote: z.string().describe('the words of that line that say so, copied exactly'),
  confidence: z.number().describe('0 to 1'),
};

/** What a model answers when it is asked what stands in a document. */
export const extractionAnswer = z.object({
  fields: z.array(
    z.object({
      name: z.enum(fieldNames as unknown as [FieldName, ...FieldName[]]),
      value: z.string(),
      alternatives: z.array(z.string()).describe('other readings of the same words, as of 03/04/2026; usually none'),
      ...place,
    }),
  ),
  lineItems: z.array(
    z.object({
      description: z.string(),
      quantity: z.string().nullable(),
      unitPrice: z.string().nullable(),
      amount: z.string(),
      ...place,
    }),
  ),
});

/** What a model answers to a question about passages. */
export const questionAnswer = z.object({
  found: z.boolean().describe('whether the passages contain the answer'),
  sentences: z.array(
    z.object({
      text: z.string().describe('one sentence of the answer'),
      passages: z.array(z.number()).describe('numbers of the passages that say so'),
      quote: z.string().describe('words of the first of these passages, copied exactly'),
    }),
  ),
});

export type ClassificationAnswer = z.output<typeof classificationAnswer>;
export type ExtractionAnswer = z.output<typeof extractionAnswer>;
export type QuestionAnswer = z.output<typeof questionAnswer>;
export type { DocumentClass };
