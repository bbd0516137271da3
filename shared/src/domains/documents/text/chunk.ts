import type { PageText } from './extracted-text.ts';
import { type TextUnit, textUnits } from './text-units.ts';

/** A passage: a slice of `documentText`, from `startOffset` to `endOffset` (exclusive, in UTF-16 units). */
export interface Chunk {
  index: number;
  text: string;
  pageFrom: number;
  pageTo: number;
  startOffset: number;
  endOffset: number;
  /** The heading it stands under. */
  heading?: string;
}

/** A token is counted as four characters, which is near the truth for European languages. */
const charactersPerToken = 4;
const pageSeparator = '\n\n';

/** The text that chunk offsets count in: all pages, an empty line between them. */
export function documentText(pages: readonly PageText[]): string {
  return pages.map((page) => page.text).join(pageSeparator);
}

/**
 * Cuts pages into overlapping passages for search: at headings, else paragraphs, else sentences, else words, never inside
 * a word. Every word is in some chunk, and no chunk is longer than `targetTokens` unless it is a single word.
 * The same input always gives the same chunks.
 * @param options.targetTokens 200 by default: the most tokens in a chunk, its overlap included
 * @param options.overlapTokens 30 by default: how much of the previous chunk of a section is repeated, at most
 */
export function chunkPages(pages: readonly PageText[], options: { targetTokens?: number; overlapTokens?: number } = {}): Chunk[] {
  const limit = (options.targetTokens ?? 200) * charactersPerToken;
  const overlap = (options.overlapTokens ?? 30) * charactersPerToken;
  if (!(limit > 0 && overlap >= 0 && overlap * 2 <= limit)) {
    throw new RangeError(`overlapTokens must be between 0 and half of targetTokens, not ${overlap / charactersPerToken}.`);
  }
  const text = documentText(pages);
  const starts = pageStarts(pages);
  const units = textUnits(pages, starts, limit - overlap - 1);
  return groupUnits(units, limit, overlap).map(({ start, end, heading }, index) => ({
    index,
    text: text.slice(start, end),
    pageFrom: pages[pageAt(starts, start)]!.number,
    pageTo: pages[pageAt(starts, end - 1)]!.number,
    startOffset: start,
    endOffset: end,
    ...(heading && { heading }),
  }));

  function groupUnits(all: readonly TextUnit[], most: number, mostOverlap: number) {
    const groups: { start: number; end: number; heading: string | undefined }[] = [];
    let start: number | undefined;
    let end = 0;
    let heading: string | undefined;
    let onlyHeadings = false;
    for (const [index, unit] of all.entries()) {
      const newSection = unit.isHeading && !onlyHeadings;
      const paragraphDone = unit.startsParagraph && start !== undefined && end - start > most / 2;
      const overflows = start !== undefined && (paragraphDone ? paragraphEnd(all, index) : unit.end) - start > most;
      if (start !== undefined && (newSection || overflows)) {
        groups.push({ start, end, heading });
        start = newSection ? undefined : overlapStart(text, Math.max(start + 1, end - mostOverlap), end, unit.end - most);
      }
      if (unit.isHeading) heading = text.slice(unit.start, unit.end).replace(/^#+\s*/, '');
      onlyHeadings = unit.isHeading;
      start ??= unit.start;
      end = unit.end;
    }
    if (start !== undefined) groups.push({ start, end, heading });
    return groups;
  }
}

function paragraphEnd(units: readonly TextUnit[], from: number): number {
  let last = from;
  while (units[last + 1] && !units[last + 1]!.startsParagraph) last++;
  return units[last]!.end;
}

/** Where the next chunk begins: the first sentence, else the first word, of the last `end - from` characters. */
function overlapStart(text: string, from: number, end: number, earliest: number): number | undefined {
  const first = Math.max(from, earliest);
  if (first >= end) return undefined;
  const tail = text.slice(first - 1, end);
  const sentence = /[.!?]\s+(?=\S)|\n\s*(?=\S)/.exec(tail) ?? /\s+(?=\S)/.exec(tail);
  return sentence ? first - 1 + sentence.index + sentence[0].length : undefined;
}

function pageStarts(pages: readonly PageText[]): number[] {
  let offset = 0;
  return pages.map((page) => {
    const start = offset;
    offset += page.text.length + pageSeparator.length;
    return start;
  });
}

function pageAt(starts: readonly number[], offset: number): number {
  return starts.findLastIndex((start) => start <= offset);
}
