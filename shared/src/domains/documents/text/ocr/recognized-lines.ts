import type { Line as TesseractLine, Word } from 'tesseract.js';
import type { Fragment } from '../page-lines.ts';
import type { ReadPage } from './tesseract-thread.ts';

/** What was read from a picture: pieces of lines in pixels of that picture, with how sure it is (0 to 1). */
export type Recognized = {
  fragments: Fragment[];
  confidence: number;
  characters: number;
  /** Median height of a line of text in pixels. */
  lineHeight: number;
  /** Most words stand on end: the picture is turned by 90 degrees one way or the other. */
  isOnEnd: boolean;
};

const leastConfidence = 20;
const sureOfPunctuation = 70;
const longWord = 4;

/** @param size of the picture, around whose centre the program straightens lines that are not level */
export function recognizedLines(page: ReadPage, size: { width: number; height: number }): Recognized {
  const lines = (page.blocks ?? []).flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines));
  const words = lines.flatMap((line) => line.words.filter(isText));
  const characters = words.reduce((sum, word) => sum + word.text.length, 0);
  const weighted = words.reduce((sum, word) => sum + word.text.length * word.confidence, 0);
  const long = words.filter((word) => word.text.length >= 4);
  const onEnd = long.filter(({ bbox }) => bbox.y1 - bbox.y0 > bbox.x1 - bbox.x0);
  return {
    fragments: lines.flatMap((line) => fragmentsOf(line, -(page.rotateRadians ?? 0), size)),
    confidence: characters === 0 ? 0 : weighted / characters / 100,
    characters,
    lineHeight: median(lines.filter((line) => line.words.some(isText)).map((line) => line.rowAttributes.rowHeight)),
    isOnEnd: onEnd.length * 2 > long.length,
  };
}

/**
 * Specks and rules are read as short words or punctuation of which the program itself is unsure. Of numbers it is unsure too, since they
 * are in no dictionary: long ones stay.
 */
function isText({ text, confidence }: Word): boolean {
  const alphanumerics = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (alphanumerics === 0) return confidence >= sureOfPunctuation;
  return alphanumerics >= longWord || confidence >= leastConfidence;
}

function fragmentsOf(line: TesseractLine, skew: number, size: { width: number; height: number }): Fragment[] {
  const height = line.rowAttributes.rowHeight;
  const phrases: Word[][] = [];
  let right = -Infinity;
  for (const word of line.words.filter(isText)) {
    // A wider gap parts cells of a table or columns.
    if (phrases.length > 0 && word.bbox.x0 - right < 1.1 * height) phrases.at(-1)!.push(word);
    else phrases.push([word]);
    right = word.bbox.x1;
  }
  const { x0, y0, x1, y1 } = line.baseline;
  const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
  return phrases.map((phrase) => {
    const left = phrase[0]!.bbox.x0;
    const end = phrase.at(-1)!.bbox.x1;
    return {
      text: phrase.map((word) => word.text).join(' '),
      x: left,
      y: y0 + slope * (left - x0),
      width: end - left,
      size: height,
      horizontal: true,
      afterSpace: true,
      box: turned(phrase, skew, size),
    };
  });
}

/** The phrase's box where it stands in the picture as given, before it was straightened. */
function turned(phrase: readonly Word[], radians: number, size: { width: number; height: number }): Fragment['box'] {
  const left = Math.min(...phrase.map((word) => word.bbox.x0));
  const right = Math.max(...phrase.map((word) => word.bbox.x1));
  const top = Math.min(...phrase.map((word) => word.bbox.y0));
  const bottom = Math.max(...phrase.map((word) => word.bbox.y1));
  const [x, y] = [(left + right - size.width) / 2, (top + bottom - size.height) / 2];
  const centreX = x * Math.cos(radians) - y * Math.sin(radians) + size.width / 2;
  const centreY = x * Math.sin(radians) + y * Math.cos(radians) + size.height / 2;
  const [width, height] = [right - left, bottom - top];
  return { left: centreX - width / 2, top: centreY - height / 2, right: centreX + width / 2, bottom: centreY + height / 2 };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
