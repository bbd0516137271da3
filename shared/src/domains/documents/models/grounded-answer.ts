import type { QuestionAnswer } from './answer-schemas.ts';
import { unescaped } from './document-as-data.ts';
import type { AnswerSentence, GroundedAnswer, PassageForModel } from './document-model.ts';
import { numbersIn } from './number-readings.ts';
import { quoteIn, squeezed } from './quotes.ts';

/** Shorter words stand in any passage. */
const leastQuoteCharacters = 8;
const mostSentenceCharacters = 1_000;
const mostSentences = 8;

/**
 * The sentences of a model's answer that the passages bear out: each quotes one of the passages it cites word for word, and no number or
 * address in it is new. Where none is left, nothing was found.
 */
export function groundedAnswer(question: string, passages: readonly PassageForModel[], answer: QuestionAnswer): GroundedAnswer {
  const sentences = answer.found
    ? answer.sentences.flatMap((sentence) => grounded(question, passages, sentence)).slice(0, mostSentences)
    : [];
  return { found: sentences.length > 0, sentences };
}

function grounded(
  question: string,
  passages: readonly PassageForModel[],
  sentence: QuestionAnswer['sentences'][number],
): AnswerSentence[] {
  const cited = [...new Set(sentence.passages)].flatMap((number) => passages.find((passage) => passage.number === number) ?? []);
  const quotes = cited.map((passage) => quoteIn(passage.text, sentence.quote));
  const first = quotes.findIndex((quote) => quote !== undefined && quote.length >= leastQuoteCharacters);
  const source = cited[first];
  const text = squeezed(unescaped(sentence.text));
  if (!source || text === '' || text.length > mostSentenceCharacters) return [];
  const said = `${question} ${cited.map((passage) => `${passage.documentName} ${passage.heading ?? ''} ${passage.text}`).join(' ')}`;
  if (!numbersAreIn(said, text) || !addressesAreIn(said, text)) return [];
  const numbers = [source.number, ...cited.filter((passage) => passage !== source).map((passage) => passage.number)];
  return [{ text, passages: numbers, quote: quotes[first] as string }];
}

function numbersAreIn(said: string, text: string): boolean {
  const known = new Set(numbersIn(said));
  return (text.match(/\d[\d.,'’]*/g) ?? []).every((part) => numbersIn(part).some((number) => known.has(number)));
}

/** A picture or link that a document had the model write would tell its owner who asked. */
function addressesAreIn(said: string, text: string): boolean {
  if (/!?\[[^\]]*\]\(/.test(text) || /<\s*\/?[a-z]/i.test(text)) return false;
  return (text.match(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi) ?? []).every((address) =>
    said.includes(address.replace(/[.,;:!?)]+$/, '')),
  );
}
