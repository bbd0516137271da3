import type { ReadText } from './open-document.ts';
import { type TextUnit, textUnits } from './text-units.ts';

/** A passage of `documentText`, from `startOffset` to `endOffset` (exclusive, in UTF-16 units). */
export interface Chunk {
  index: number;
  /** The slice; where it begins within a table, the table's first row stands before it. */
  text: string;
  pageFrom: number;
  pageTo: number;
  startOffset: number;
  endOffset: number;
  /** The heading it stands under, after those that this one is nested in: `Brakes › Discs`. */
  heading?: string;
}

/** A token is counted as four characters, which is near the truth for European languages. */
const charactersPerToken = 4;
const pageSeparator = '\n\n';

/** The text that chunk offsets count in: all pages, an empty line between them. */
export function documentText(pages: readonly ReadText[]): string {
  return pages.map((page) => page.text).join(pageSeparator);
}

/**
 * Cuts pages into overlapping passages for search: at headings, else paragraphs, else sentences, else words, never inside
 * a word. Tables stay whole; one that is too long is cut between rows, and its parts do not overlap but repeat its first row. Every word is
 * in some chunk, and no chunk is longer than `targetTokens` unless it is a single word.
 * The same input always gives the same chunks.
 * @param options.targetTokens 200 by default: the most tokens in a chunk, its overlap included
 * @param options.overlapTokens 30 by default: how much of the previous chunk of a section is repeated, at most
 */
export function chunkPages(pages: readonly ReadText[], options: { targetTokens?: number; overlapTokens?: number } = {}): Chunk[] {
  const limit = (options.targetTokens ?? 200) * charactersPerToken;
  const overlap = (options.overlapTokens ?? 30) * charactersPerToken;
  if (!(limit > 0 && overlap >= 0 && overlap * 2 <= limit)) {
    throw new RangeError(`overlapTokens must be between 0 and half of targetTokens, not ${overlap / charactersPerToken}.`);
  }
  const text = documentText(pages);
  const starts = pageStarts(pages);
  const units = textUnits(pages, starts, limit - overlap - 1);
  return groupUnits(text, units, limit, overlap).map(({ start, end, heading, before }, index) => ({
    index,
    text: before + text.slice(start, end),
    pageFrom: pages[pageAt(starts, start)]!.number,
    pageTo: pages[pageAt(starts, end - 1)]!.number,
    startOffset: start,
    endOffset: end,
    ...(heading && { heading }),
  }));
}

interface Group {
  start: number;
  end: number;
  heading: string;
  /** What is repeated before it. */
  before: string;
}

function groupUnits(text: string, units: readonly TextUnit[], most: number, mostOverlap: number): Group[] {
  const groups: Group[] = [];
  const headings: { level: number; title: string }[] = [];
  let group: Group | undefined;
  let last: TextUnit | undefined;
  for (const [index, unit] of units.entries()) {
    const newSection = unit.headingLevel !== undefined && last?.headingLevel === undefined;
    if (group && (newSection || overflows(group, units, index, most))) {
      groups.push(group);
      const overlaps = !newSection && !unit.table && !last?.table;
      const start: number | undefined = overlaps
        ? overlapStart(text, Math.max(group.start + 1, group.end - mostOverlap), group.end, unit.end - most)
        : undefined;
      group = start === undefined ? undefined : { ...group, start, before: '' };
    }
    if (unit.headingLevel !== undefined) {
      const level = unit.headingLevel;
      while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
      headings.push({ level, title: text.slice(unit.start, unit.end).replace(/^#+\s*/, '') });
    }
    const heading = headings.map(({ title }) => title).join(' › ');
    group ??= { start: unit.start, end: unit.end, heading, before: firstRow(text, unit, most) };
    Object.assign(group, { end: unit.end, heading });
    last = unit;
  }
  if (group) groups.push(group);
  return groups;
}

function overflows(group: Group, units: readonly TextUnit[], index: number, most: number): boolean {
  const unit = units[index] as TextUnit;
  const { table } = unit;
  let end = unit.end;
  if (table?.start === unit.start && table.end - table.start <= most) end = table.end;
  else if (unit.startsParagraph && group.end - group.start > most / 2) end = paragraphEnd(units, index);
  return group.before.length + end - group.start > most;
}

/** The first row of the table whose later row begins a chunk, where there is room for it. */
function firstRow(text: string, { start, end, table }: TextUnit, most: number): string {
  if (!table || start <= table.firstRowEnd) return '';
  const row = `${text.slice(table.start, table.firstRowEnd)}\n`;
  return row.length <= most / 3 && row.length + end - start <= most ? row : '';
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

function pageStarts(pages: readonly ReadText[]): number[] {
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
