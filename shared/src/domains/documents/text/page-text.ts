import { around, type Line } from './page-lines.ts';

const endsInBrokenWord = /\p{L}{2}[-\u00ad]$/u;

/**
 * Lines as text: a line a line, an empty line between paragraphs, words broken by a hyphen at a line's end made whole. The lines that
 * come back are those of the text.
 */
export function joinLines(lines: readonly Line[]): { text: string; lines: Line[] } {
  const leading = usualLeading(lines);
  const joined: Line[] = [];
  let text = '';
  let previous: Line | undefined;
  for (const line of lines) {
    const last = joined.at(-1);
    const newParagraph = previous !== undefined && startsParagraph(line, previous, leading);
    if (last && !newParagraph && endsInBrokenWord.test(last.text) && /^\p{Ll}{2}/u.test(line.text)) {
      joined[joined.length - 1] = { ...last, text: last.text.slice(0, -1) + line.text, box: around([last.box, line.box]) };
      text = text.slice(0, -1) + line.text;
    } else {
      joined.push(line);
      text += `${last ? '\n' : ''}${newParagraph ? '\n' : ''}${line.text}`;
    }
    previous = line;
  }
  return { text, lines: joined };
}

/** The size most of the text is set in, in points. */
export function bodyTextSize(lines: readonly Line[]): number {
  const characters = new Map<number, number>();
  for (const line of lines) {
    const size = Math.round(line.size * 2) / 2;
    characters.set(size, (characters.get(size) ?? 0) + line.text.length);
  }
  return [...characters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** The first line that is set larger than the body, by 15 % unless told otherwise, and is short enough to be a heading. */
export function headingOf(lines: readonly Line[], bodySize: number, ratio = 1.15): string | undefined {
  return lines.find((line) => line.size >= bodySize * ratio && line.text.length <= 120 && /\p{L}{2}/u.test(line.text))?.text;
}

function usualLeading(lines: readonly Line[]): number {
  const gaps = lines.slice(1).map((line, index) => line.y - lines[index]!.y);
  const sorted = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
  // The lower quartile: on a page of short paragraphs the median is already a gap between paragraphs.
  return sorted[Math.floor(sorted.length / 4)] ?? 0;
}

function startsParagraph(line: Line, previous: Line, leading: number): boolean {
  const gap = line.y - previous.y;
  const otherSize = Math.abs(line.size - previous.size) > 0.15 * previous.size;
  if (otherSize) return true;
  // Upwards is the next column: a paragraph goes on there unless its sentence has ended.
  if (gap < 0) return /[.!?:]$/.test(previous.text);
  // No text is set wider than double spacing: on a page of few lines every gap may be one between paragraphs.
  return gap > 1.35 * Math.min(Math.max(leading, previous.size), 2.4 * previous.size);
}
