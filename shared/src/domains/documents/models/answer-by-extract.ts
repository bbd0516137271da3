import type { EmbeddingProvider } from '../embedding/index.ts';
import { attributeOf, fitsQuestion } from './answer-cues.ts';
import type { GroundedAnswer, PassageForModel } from './document-model.ts';
import { type Candidate, candidatesOf } from './sentences.ts';
import { contentWords, coverage, rarity } from './word-overlap.ts';

/** Most sentences whose meaning is compared: 15 ms each. */
const mostCompared = 48;
const mostSentences = 3;

/** Weighed on the questions in test/shared/domains/documents/models/questions.ts; the numbers they give are in the test beside it. */
export const weights = {
  meaning: 0.6,
  words: 0.4,
  fits: 0.05,
  fitsNot: -0.25,
  lacksAttribute: -0.2,
  /** Least score of an answer. */
  least: 0.42,
  /** Further sentences must come this near to the best. */
  further: 0.85,
};

/** A word of the question that stands only in the heading, or elsewhere in the passage, says less of a sentence. */
const worth = { sentence: 1, heading: 0.5, passage: 0.35 };

type Scored = Candidate & { score: number };

/**
 * Answers a question with sentences of the passages, at most three: those nearest to it in meaning and in words, each word by its rarity,
 * that look like what is asked for (a day, an amount). Finds nothing where no sentence comes near enough.
 */
export async function answerByExtract(
  embeddings: EmbeddingProvider,
  question: string,
  passages: readonly PassageForModel[],
  signal?: AbortSignal,
): Promise<GroundedAnswer> {
  const scored = await scoreSentences(embeddings, question, passages, signal);
  const best = scored[0];
  if (!best || best.score < weights.least) return { found: false, sentences: [] };
  const chosen = scored
    .filter(({ score }) => score >= Math.max(weights.least, best.score * weights.further))
    .slice(0, mostSentences);
  return { found: true, sentences: chosen.map(({ text, passage }) => ({ text, passages: [passage.number], quote: text })) };
}

/** Sentences of the passages by how well they answer a question, best first; scores are about 0 to 1. */
export async function scoreSentences(
  embeddings: EmbeddingProvider,
  question: string,
  passages: readonly PassageForModel[],
  signal?: AbortSignal,
): Promise<Scored[]> {
  const asked = contentWords(question);
  const candidates = candidatesOf(passages).map((candidate) => ({ ...candidate, words: contentWords(candidate.text) }));
  const weightOf = rarity(candidates.map(({ words }) => words));
  const around = new Map(
    passages.map((passage) => [
      passage,
      [
        { words: contentWords(`${passage.heading ?? ''} ${passage.documentName}`), worth: worth.heading },
        { words: contentWords(passage.text), worth: worth.passage },
      ],
    ]),
  );
  const compared = candidates
    .map(({ words, ...candidate }) => {
      const places = [{ words, worth: worth.sentence }, ...(around.get(candidate.passage) ?? [])];
      return { ...candidate, held: coverage(asked, places, weightOf) };
    })
    // Passages come best first, so among sentences without the question's words those of better passages are looked at.
    .sort((one, other) => other.held - one.held)
    .slice(0, mostCompared);
  if (compared.length === 0) return [];
  const options = signal ? { signal } : {};
  const [vector] = await embeddings.embed([question], { ...options, purpose: 'query' });
  const vectors = await embeddings.embed(
    compared.map(({ text }) => text),
    options,
  );
  return compared
    .map(({ held, ...candidate }, index) => {
      const meaning = Math.max(0, dot(vector as Float32Array, vectors[index] as Float32Array));
      const score = weights.meaning * meaning + weights.words * held + cueOf(question, candidate.text);
      return { ...candidate, meaning, held, score };
    })
    .sort((one, other) => other.score - one.score);
}

/** What the kind of question adds to a sentence's score, or takes from it. */
function cueOf(question: string, text: string): number {
  const words = contentWords(text);
  const attribute = [...contentWords(attributeOf(question) ?? '')];
  const named = attribute.filter((word) => words.has(word)).length;
  const lacksAttribute = attribute.length > 0 && named < attribute.length / 2;
  const fits = fitsQuestion(question, text);
  return (fits === undefined ? 0 : fits ? weights.fits : weights.fitsNot) + (lacksAttribute ? weights.lacksAttribute : 0);
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
