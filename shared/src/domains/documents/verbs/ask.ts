import { z } from 'zod';
import { withTenant } from '../../../db/scope.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import type { Principal } from '../../../resource/principal.ts';
import { verb } from '../../../resource/verb.ts';
import { type AnswerSentence, askModel, charactersOfPassages, type PassageForModel } from '../models/index.ts';
import { filtersSchema } from '../search/filters.ts';
import { type FoundPassage, findPassages } from '../search/find-passages.ts';
import { modelProviders } from '../tables/index.ts';

const input = z.strictObject({
  question: z.string().trim().min(1).max(1000),
  limit: z.int().min(1).max(20).default(8).describe('How many passages are looked at, the best first.'),
  filters: filtersSchema.default({}),
});

const citation = z.object({
  documentId: z.guid(),
  documentName: z.string(),
  versionNumber: z.int(),
  pageFrom: z.int().nullable(),
  pageTo: z.int().nullable(),
  chunkIndex: z.int(),
  quote: z.string().nullable().describe('Words of the passage, white space aside; null where it only says the same.'),
});

const output = z.object({
  found: z.boolean().describe('Whether the documents contain the answer.'),
  answer: z.string().describe('The sentences, or that there is no answer.'),
  sentences: z.array(z.object({ text: z.string(), citations: z.array(citation).min(1) })),
  answeredBy: z.object({ provider: z.enum(modelProviders), model: z.string() }),
  costUsd: z.number().describe('By the configured list prices.'),
});

const noAnswer = 'The documents do not contain the answer.';

export const ask = verb({
  name: 'ask',
  on: 'documents',
  target: 'collection',
  permission: 'document.read',
  access: 'read',
  summary: 'Answer a question from the documents, each sentence with what it rests on',
  description:
    'Only passages of documents that the caller may read are looked at. Where they do not contain the answer, that is the answer. ' +
    'A model of a service counts against the budget of the organisation (setting documents.ai_budget_usd): 402 once that is used up.',
  input,
  output,
  // All of it stands before the transaction: no connection is held while a model thinks.
  prepare: async ({ input: { question, limit, filters }, principal, services }) => {
    const embeddings = await services.embeddings();
    const [vector] = await embeddings.embed([question], { purpose: 'query' });
    const embedded = { vector: vector as Float32Array, model: embeddings.model };
    const scope = callerScope(principal, 'documents.ask');
    const found = await withTenant(
      services.database,
      scope,
      (tx) => findPassages(tx, { query: question, embedded, filters, limit }),
      { access: 'read' },
    );
    const { provider, model } = await services.documentModel();
    const answeredBy = { provider, model };
    if (found.length === 0) return { found: false, answer: noAnswer, sentences: [], answeredBy, costUsd: 0 };
    const passages = found.map(forModel);
    const { value, costUsd } = await askModel(
      services,
      scope,
      { analysisType: 'qa', askedByUserId: userOf(principal) },
      {
        inputCharacters: charactersOfPassages(question, passages),
        ask: (asked) => asked.answer(question, passages),
        describe: ({ sentences }) => ({ entities: { sentences: sentences.map((sentence) => cited(sentence, found)) } }),
      },
    );
    const sentences = value.sentences.map((sentence) => cited(sentence, found));
    const answer = value.found ? sentences.map(({ text }) => text).join(' ') : noAnswer;
    return { found: value.found, answer, sentences, answeredBy, costUsd };
  },
  run: async ({ prepared }) => prepared,
});

function forModel({ documentName, heading, text, pageFrom }: FoundPassage, index: number): PassageForModel {
  return { number: index + 1, documentName, heading, text, pageFrom };
}

/** The quote stands in the first of the passages. */
function cited({ text, passages, quote }: AnswerSentence, found: readonly FoundPassage[]) {
  const citations = passages.map((number, index) => {
    const { documentId, documentName, versionNumber, pageFrom, pageTo, chunkIndex } = found[number - 1] as FoundPassage;
    return { documentId, documentName, versionNumber, pageFrom, pageTo, chunkIndex, quote: index === 0 ? quote : null };
  });
  return { text, citations };
}

function userOf({ actor }: Principal): string | undefined {
  return actor.kind === 'user' || actor.kind === 'token' ? actor.userId : undefined;
}
