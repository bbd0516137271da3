import type { FieldLabel } from './field-labels.ts';
import { cellIndexAt, type LaidLine, lineBelow, lineRightOf } from './layout.ts';
import { type PhraseIndex, type PhraseMatch, tokensOf } from './phrases.ts';

/** Where the value of a label may stand. `likelihood` (0 to 1): how often values stand there. */
export type Place = {
  text: string;
  /** The same up to the next label with a colon: names hold words that are labels elsewhere. */
  name: string;
  line: LaidLine;
  likelihood: number;
};

/** A label and the places of its value, the likeliest first. */
export type Labelled = {
  label: FieldLabel;
  /** As it is written there. */
  text: string;
  line: LaidLine;
  likelihood: number;
  /** It ends with a colon or the like. */
  isMarked: boolean;
  /** Nothing stands before it in its cell. */
  isFirst: boolean;
  places: Place[];
};

/** All labels of the lines. */
export function labelledPlaces(lines: readonly LaidLine[], index: PhraseIndex<FieldLabel>): Labelled[] {
  const known = new Map<string, string>();
  const matchesOf = new Map<LaidLine, PhraseMatch<FieldLabel>[]>();
  const matches = (line: LaidLine) => {
    const found = matchesOf.get(line) ?? labelsIn(line, index, known);
    matchesOf.set(line, found);
    return found;
  };
  return lines.flatMap((line) =>
    matches(line).flatMap((match, position, all) => {
      const targets = match.targets.filter((target) => target.field);
      if (!targets.length) return [];
      const places = placesOf(line, match, all.slice(position + 1), matches);
      const { isMarked, isFirst } = standing(line, match);
      const likelihood = (isMarked ? 1 : isFirst ? 0.96 : 0.8) * (match.isExact ? 1 : 0.93);
      const text = line.text.slice(match.start, match.end);
      return targets.map((label) => ({ label, text, line, likelihood, isMarked, isFirst, places }));
    }),
  );
}

/** No label goes on in the next cell. */
function labelsIn(line: LaidLine, index: PhraseIndex<FieldLabel>, known: Map<string, string>): PhraseMatch<FieldLabel>[] {
  return line.cells.flatMap(({ text, start }) => {
    // INV-10021 is no label INV.
    const found = index.find(tokensOf(text), known).filter(({ end }) => !/^[-/]\d/.test(text.slice(end)));
    return found.map((match) => ({ ...match, start: match.start + start, end: match.end + start }));
  });
}

/** A label stands at the start of its cell or ends with a colon or #; in running text it is less sure to be one. */
function standing(line: LaidLine, match: PhraseMatch<unknown>): { isMarked: boolean; isFirst: boolean } {
  const isMarked = /^\s?(?:\([^)]{1,20}\)\s?)?[:#=]/.test(line.text.slice(match.end, match.end + 30));
  const cell = line.cells[cellIndexAt(line, match.start)]!;
  const isFirst = !/[\p{L}\p{N}]/u.test(line.text.slice(cell.start, match.start));
  return { isMarked, isFirst };
}

type Matches = (line: LaidLine) => PhraseMatch<FieldLabel>[];

function placesOf(
  line: LaidLine,
  match: PhraseMatch<FieldLabel>,
  following: readonly PhraseMatch<FieldLabel>[],
  matches: Matches,
): Place[] {
  const cellIndex = cellIndexAt(line, match.start);
  const cell = line.cells[cellIndex]!;
  const cellEnd = cell.start + cell.text.length;
  const inCell = following.filter(({ start }) => start < cellEnd);
  const next = inCell.find((other) => endsValue(line, other, cellEnd));
  const nextMarked = inCell.find((other) => isFollowedByValue(line, other));
  const rest = afterLabel(line.text.slice(match.end, next?.start ?? cellEnd));
  const places: Place[] = [];
  const name = afterLabel(line.text.slice(match.end, nextMarked?.start ?? cellEnd));
  if (rest || name) places.push({ text: rest, name, line, likelihood: 1 });
  // A long remainder is the value, or running text: nothing else is.
  if (rest.length > 24) return places;
  const right = line.cells[cellIndex + 1];
  const startsLabel = right && following.some(({ start }) => start >= right.start && start <= right.start + 2);
  if (right && !startsLabel && !next && !isHeadingRow(line, matches))
    places.push({ ...sameText(afterLabel(right.text)), line, likelihood: rest ? 0.85 : 0.99 });
  if (!right && !next) {
    const beside = lineRightOf(line);
    if (beside && !beginsWithLabel(beside, matches))
      places.push({ ...sameText(beside.cells[0]!.text), line: beside, likelihood: rest ? 0.8 : 0.95 });
  }
  if (!right || startsLabel || next || line.cells.length > 1) places.push(...placesBelow(line, match, matches, rest));
  return places;
}

function placesBelow(line: LaidLine, match: PhraseMatch<FieldLabel>, matches: Matches, rest: string): Place[] {
  const below = lineBelow(line);
  if (!below) return [];
  const likelihood = rest ? 0.6 : 0.92;
  const cellIndex = cellIndexAt(line, match.start);
  const cell = line.cells[cellIndex]!;
  const inCell = matches(line).filter(({ start }) => start >= cell.start && start < cell.start + cell.text.length);
  if (line.cells.length > 1) return placesInColumn(line, cellIndex, matches, likelihood);
  // `4b. Exp` and `Medical Examiner's Certificate Expiration Date` name one field in two labels.
  const fields = inCell.length > 3 ? [] : inCell.flatMap(({ targets }) => targets.flatMap(({ field }) => field ?? []));
  const isOneField = below.cells.length === 1 && new Set(fields).size === 1;
  if (inCell.length === 1 || isOneField)
    return beginsWithLabel(below, matches) ? [] : [{ ...sameText(below.cells[0]!.text), line: below, likelihood }];
  // Several labels in a row that no column parts: their values stand below in the same order.
  const position = inCell.indexOf(match);
  const values = below.cells.length === inCell.length ? below.cells.map(({ text }) => text) : below.text.trim().split(/\s+/);
  const value = values.length === inCell.length ? values[position] : undefined;
  return value ? [{ ...sameText(value), line: below, likelihood: 0.85 }] : [];
}

/** Below the heading of a column. Where a row has fewer cells than headings, dates still stand in the order of the headings of dates. */
function placesInColumn(line: LaidLine, cellIndex: number, matches: Matches, likelihood: number): Place[] {
  const rows = line.page.slice(line.index + 1, line.index + 4);
  const whole = rows.find((row) => row.cells.length === line.cells.length && !beginsWithLabel(row, matches));
  if (whole) return [{ ...sameText(whole.cells[cellIndex]!.text), line: whole, likelihood }];
  const cellsOfDates = matches(line)
    .filter(({ targets }) => targets.some(({ field }) => field?.endsWith('Date')))
    .map(({ start }) => cellIndexAt(line, start));
  const position = cellsOfDates.indexOf(cellIndex);
  if (position < 0) return [];
  for (const row of rows) {
    const dates = row.cells.filter(({ text }) =>
      /^\D{0,5}(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|.{0,6}\p{L}{3}.{0,12}\d{4})\D{0,3}$/u.test(text),
    );
    if (dates.length === cellsOfDates.length)
      return [{ ...sameText(dates[position]!.text), line: row, likelihood: likelihood * 0.95 }];
  }
  return [];
}

/** Several cells that are nothing but labels without a colon: what stands beside one is the heading of another column. */
function isHeadingRow(line: LaidLine, matches: Matches): boolean {
  const headings = matches(line).filter((match) => {
    const cell = line.cells[cellIndexAt(line, match.start)]!;
    const outside = line.text.slice(cell.start, match.start) + line.text.slice(match.end, cell.start + cell.text.length);
    return !/[\p{L}\p{N}:]/u.test(outside);
  });
  return line.cells.length > 2 && headings.length > 1;
}

function sameText(text: string): { text: string; name: string } {
  return { text, name: text };
}

function isFollowedByValue(line: LaidLine, match: PhraseMatch<FieldLabel>): boolean {
  return standing(line, match).isMarked || /^[\s.]{0,3}\d/.test(line.text.slice(match.end, match.end + 5));
}

/** Whether a label in the same cell begins a field of its own, and is not a word of the value before it. */
function endsValue(line: LaidLine, match: PhraseMatch<FieldLabel>, cellEnd: number): boolean {
  const isField = match.targets.some(({ field }) => field);
  return isFollowedByValue(line, match) || (isField && /[\p{L}\p{N}]/u.test(line.text.slice(match.end, cellEnd)));
}

function beginsWithLabel(line: LaidLine, matches: Matches): boolean {
  const first = matches(line)[0];
  if (!first || /[\p{L}\p{N}]/u.test(line.text.slice(0, first.start))) return false;
  const cell = line.cells[cellIndexAt(line, first.start)]!;
  return isFollowedByValue(line, first) || !/[\p{L}\p{N}]/u.test(line.text.slice(first.end, cell.start + cell.text.length));
}

/** Takes away what stands between a label and its value: colons, dots, "is", "number". */
function afterLabel(text: string): string {
  return text
    .replace(/^[\s:;#=.,_–—>|*\])]{1,40}/, '')
    .replace(/^(?:is|was|are|no|nr|num|number|of)(?=[\s.:#])[\s.:#]{1,5}/i, '')
    .trim();
}
