import type { ReadText } from './open-document.ts';

/** A sentence, a heading, a row of a table, or a part of what is too long. Offsets are in the document's text. */
export interface TextUnit {
  start: number;
  end: number;
  startsParagraph: boolean;
  /** How deep a heading is nested, from 1; undefined for what is none. */
  headingLevel: number | undefined;
  /** The table that it is a row of. */
  table: Table | undefined;
}

/** A run of lines with cells that are parted by tabs. The first is taken for the heading of the columns. */
export interface Table {
  start: number;
  end: number;
  firstRowEnd: number;
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const words = new Intl.Segmenter('en', { granularity: 'word' });
const writtenWithoutSpaces = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Cuts pages into units of at most `limit` characters (a single longer word is a unit of its own). */
export function textUnits(pages: readonly ReadText[], starts: readonly number[], limit: number): TextUnit[] {
  return pages.flatMap((page, index) => pageUnits(page, starts[index]!, limit));
}

function pageUnits(page: ReadText, pageStart: number, limit: number): TextUnit[] {
  const units: TextUnit[] = [];
  for (const paragraph of page.text.matchAll(/\S(?:(?!\n[^\S\n]*\n)[\s\S])*/g)) {
    const start = pageStart + paragraph.index;
    let startsParagraph = true;
    for (const part of parts(paragraph[0])) {
      const headingLevel = headingLevelOf(paragraph[0].trim(), page.heading);
      const isWhole = headingLevel !== undefined;
      const spans = part.isTable
        ? rowSpans(part)
        : isWhole
          ? [trimSpan(part.text, 0, part.text.length)]
          : sentenceSpans(part.text);
      const table = part.isTable ? tableOf(spans, start + part.start) : undefined;
      for (const span of spans.flatMap((each) => cut(each, limit))) {
        const from = start + part.start + span.start;
        units.push({
          start: from,
          end: from + span.text.length,
          startsParagraph,
          headingLevel: startsParagraph ? headingLevel : undefined,
          table,
        });
        startsParagraph = false;
      }
    }
  }
  return units;
}

interface Part extends Span {
  isTable: boolean;
}

/** A paragraph as tables (two rows or more) and what stands before, between and after them. */
function parts(paragraph: string): Part[] {
  const found: Part[] = [];
  const add = (start: number, end: number, isTable: boolean) => {
    if (end > start) found.push({ start, text: paragraph.slice(start, end), isTable });
  };
  let after = 0;
  for (const table of paragraph.matchAll(/^(?:.*\S.*\t.*\S.*(?:\n|$)){2,}/gm)) {
    add(after, table.index, false);
    after = table.index + table[0].length;
    add(table.index, after, true);
  }
  add(after, paragraph.length, false);
  return found;
}

function rowSpans({ text }: Part): Span[] {
  return Array.from(text.matchAll(/.*\S.*/g), (row) => trimSpan(text, row.index, row.index + row[0].length));
}

function tableOf(rows: readonly Span[], offset: number): Table {
  const [first, last] = [rows[0] as Span, rows.at(-1) as Span];
  return {
    start: offset + first.start,
    end: offset + last.start + last.text.length,
    firstRowEnd: offset + first.start + first.text.length,
  };
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

/** Of Markdown's #, a numbered title, capitals only, or the line that the page's own typography makes its heading. */
function headingLevelOf(paragraph: string, pageHeading: string | undefined): number | undefined {
  if (paragraph.includes('\n') || paragraph.includes('\t') || paragraph.length > 120) return undefined;
  const marks = /^(#{1,6})\s+\S/.exec(paragraph);
  if (marks) return marks[1]!.length;
  const numbered = /^(\d+(?:\.\d+)*)\.?\s+\p{Lu}/u.exec(paragraph);
  const numberedLevel = numbered?.[1]?.split('.').length;
  if (paragraph === pageHeading) return numberedLevel ?? 1;
  const tableOfContents = /(\.\s?){4}/.test(paragraph);
  if (tableOfContents || /[.!?,;:]$/.test(paragraph)) return undefined;
  if (numberedLevel) return numberedLevel;
  return /\p{Lu}{3}/u.test(paragraph) && !/\p{Ll}/u.test(paragraph) ? 1 : undefined;
}
