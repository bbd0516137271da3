import type { Box, PageText } from '../../text/index.ts';
import type { Evidence } from '../understanding.ts';

/** A line of a page with its cells: parts that stand apart, as the columns of a table do. */
export type LaidLine = {
  pageNumber: number;
  /** Its place on the page, from 0. */
  index: number;
  text: string;
  box: Box | null;
  cells: { text: string; start: number }[];
  /** 0 to 1: how well the page was read; 1 where the file itself holds the text. */
  legibility: number;
  /** The lines of the same page. */
  page: readonly LaidLine[];
};

/** Longer lines are paragraphs without line ends. They are cut, so that time grows with the text and not with its square. */
const longestLine = 600;

/** The lines of pages, in reading order. */
export function laidLines(pages: readonly PageText[]): LaidLine[] {
  return pages.flatMap((page) => {
    const lines: LaidLine[] = [];
    const legibility = page.source === 'ocr' ? Math.min(1, Math.max(0, page.ocrConfidence ?? 0.5)) : 1;
    const written = page.lines.length ? page.lines : page.text.split('\n').map((text) => ({ text, box: null }));
    for (const { text, box } of written) {
      for (const piece of piecesOf(text)) {
        const index = lines.length;
        lines.push({ pageNumber: page.number, index, text: piece, box, cells: cellsOf(piece), legibility, page: lines });
      }
    }
    return lines;
  });
}

/** The line, or parts of it that end between words. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const rest = text.slice(start, start + longestLine);
    const blank = start + longestLine < text.length ? Math.max(rest.lastIndexOf(' '), rest.lastIndexOf('\t')) : -1;
    const piece = blank > 0 ? rest.slice(0, blank) : rest;
    if (piece.trim()) pieces.push(piece);
    start += piece.length;
  }
  return pieces;
}

function cellsOf(text: string): { text: string; start: number }[] {
  return Array.from(text.matchAll(/[^\t ]+(?: {1,2}[^\t ]+)*/g), (match) => ({ text: match[0], start: match.index }));
}

export function cellIndexAt(line: LaidLine, offset: number): number {
  const after = line.cells.findIndex((cell) => cell.start > offset);
  return after < 0 ? line.cells.length - 1 : after - 1;
}

/** The line beside another, to its right. */
export function lineRightOf(line: LaidLine): LaidLine | undefined {
  const { box } = line;
  if (!box) return undefined;
  const near = line.page.slice(Math.max(0, line.index - 6), line.index + 7);
  const beside = near.filter((other) => other !== line && other.box && isBeside(box, other.box));
  return beside.sort((a, b) => a.box!.x - b.box!.x)[0];
}

function isBeside(box: Box, other: Box): boolean {
  const common = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y);
  return common > 0.5 * Math.min(box.height, other.height) && other.x >= box.x + box.width * 0.9;
}

/** The line under another: by place where there are places, else the next. */
export function lineBelow(line: LaidLine): LaidLine | undefined {
  const { box } = line;
  if (!box) return line.page[line.index + 1];
  const following = line.page.slice(line.index + 1, line.index + 15);
  const under = following.filter((other) => other.box && isUnder(box, other.box));
  return under.sort((a, b) => a.box!.y - b.box!.y)[0];
}

function isUnder(box: Box, other: Box): boolean {
  const gap = other.y - (box.y + box.height);
  const overlaps = other.x < box.x + box.width && box.x < other.x + other.width;
  return overlaps && gap > -0.4 * box.height && gap < 2.5 * Math.max(box.height, other.height);
}

/** Where a value stands; the text is the whole line, so that a reader sees its label. */
export function evidenceOf(line: LaidLine): Evidence {
  return { pageNumber: line.pageNumber, box: line.box, text: line.text.replace(/\s+/g, ' ').trim().slice(0, 300) };
}
