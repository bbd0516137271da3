import type { PageText } from './extracted-text.ts';

/** A sentence, a heading, or a part of an over-long sentence. Offsets are in the document's text. */
export interface TextUnit {
  start: number;
  end: number;
  startsParagraph: boolean;
  isHeading: boolean;
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const words = new Intl.Segmenter('en', { granularity: 'word' });
const writtenWithoutSpaces = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Cuts pages into units of at most `limit` characters (a single longer word is a unit of its own). */
export function textUnits(pages: readonly PageText[], starts: readonly number[], limit: number): TextUnit[] {
  return pages.flatMap((page, index) => pageUnits(page, starts[index]!, limit));
}

function pageUnits(page: PageText, pageStart: number, limit: number): TextUnit[] {
  const units: TextUnit[] = [];
  for (const paragraph of page.text.matchAll(/\S(?:(?!\n[^\S\n]*\n)[\s\S])*/g)) {
    const isHeading = looksLikeHeading(paragraph[0].trim(), page.heading);
    const whole = isHeading ? [trimSpan(paragraph[0], 0, paragraph[0].length)] : sentenceSpans(paragraph[0]);
    const spans = whole.flatMap((span) => cut(span, limit));
    for (const [position, span] of spans.entries()) {
      const start = pageStart + paragraph.index + span.start;
      units.push({
        start,
        end: start + span.text.length,
        startsParagraph: position === 0,
        isHeading: isHeading && position === 0,
      });
    }
  }
  return units;
}

interface Span {
  start: number;
  text: string;
}

function sentenceSpans(paragraph: string): Span[] {
  // A line's end is not a sentence's end here, though Unicode's rules make it one.
  const segments = sentences.segment(paragraph.replaceAll('\n', ' '));
  return Array.from(segments, ({ index, segment }) => trimSpan(paragraph, index, index + segment.length)).filter(
    (span) => span.text,
  );
}

function trimSpan(text: string, start: number, end: number): Span {
  const part = text.slice(start, end);
  return { start: start + part.length - part.trimStart().length, text: part.trim() };
}

function cut(span: Span, limit: number): Span[] {
  if (span.text.length <= limit) return [span];
  const pieces: Span[] = [];
  let start = 0;
  let end = 0;
  for (const word of wordSpans(span.text)) {
    if (end > start && word.start + word.text.length - start > limit) {
      pieces.push(trimSpan(span.text, start, end));
      start = word.start;
    }
    end = word.start + word.text.length;
  }
  pieces.push(trimSpan(span.text, start, end));
  return pieces.map((piece) => ({ start: span.start + piece.start, text: piece.text }));
}

function wordSpans(text: string): Span[] {
  return Array.from(text.matchAll(/\S+/g)).flatMap((match) => {
    if (!writtenWithoutSpaces.test(match[0])) return [{ start: match.index, text: match[0] }];
    return Array.from(words.segment(match[0]), ({ index, segment }) => ({ start: match.index + index, text: segment }));
  });
}

/** Markdown's #, a numbered title, capitals only, or the line that the page's own typography makes its heading. */
function looksLikeHeading(paragraph: string, pageHeading: string | undefined): boolean {
  if (paragraph.includes('\n') || paragraph.length > 120) return false;
  if (paragraph === pageHeading || /^#{1,6}\s+\S/.test(paragraph)) return true;
  const tableOfContents = /(\.\s?){4}/.test(paragraph);
  if (tableOfContents || /[.!?,;:]$/.test(paragraph)) return false;
  return /^\d+(\.\d+)*\.?\s+\p{Lu}/u.test(paragraph) || (/\p{Lu}{3}/u.test(paragraph) && !/\p{Ll}/u.test(paragraph));
}
