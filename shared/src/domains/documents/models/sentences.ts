import type { PassageForModel } from './document-model.ts';

/** A sentence, a row of a table or a line of a form, as it stands in a passage but for white space. */
export type Candidate = { text: string; passage: PassageForModel };

const mostCharacters = 400;
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** What of the passages could answer a question, each text once. */
export function candidatesOf(passages: readonly PassageForModel[]): Candidate[] {
  const byText = new Map<string, Candidate>();
  for (const passage of passages) {
    for (const text of paragraphs(passage.text).flatMap(sentencesOf)) {
      const isHeading = text.startsWith('#') || text === passage.heading;
      const words = text.match(/\p{L}{2,}|\d+/gu)?.length ?? 0;
      if (!isHeading && words >= 2 && text.length <= mostCharacters && !byText.has(text)) byText.set(text, { text, passage });
    }
  }
  return [...byText.values()];
}

/** Lines that belong together: a sentence goes on over the end of a line, a row of a table or a form does not. */
function paragraphs(text: string): string[] {
  const found: string[] = [];
  let wasFull = false;
  for (const line of text.split(/\r?\n/)) {
    const isOwn = line.includes('\t') || /^\s*([-*•#|]|\d+[.)]\s|[^:.]{2,40}:\s)/.test(line);
    if (line.trim() === '') wasFull = false;
    else if (wasFull && !isOwn) found.push(`${found.pop()} ${line.trim()}`);
    else found.push(line.trim());
    if (line.trim() !== '') wasFull = !line.includes('\t') && !/[.!?:]\s*$/.test(line) && line.trim().length > 40;
  }
  return found.map((paragraph) => paragraph.replace(/\s+/g, ' '));
}

/** An abbreviation is no end: a piece of fewer than three words goes with the next. */
function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of segmenter.segment(paragraph)) {
    open += segment;
    if (open.trim().split(' ').length < 3 && !/[!?]\s*$/.test(open)) continue;
    sentences.push(open.trim());
    open = '';
  }
  if (open.trim() !== '') sentences.push(open.trim());
  return sentences;
}
