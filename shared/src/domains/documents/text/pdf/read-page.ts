import type { PDFPageProxy } from 'pdfjs-dist';
import type { PageText } from '../open-document.ts';
import { type Fragment, type Line, pageLines } from '../page-lines.ts';
import { bodyTextSize, headingOf, joinLines } from '../page-text.ts';
import { percentBoxes } from '../percent-boxes.ts';
import { drawPage } from './draw-page.ts';
import { type Drawn, drawnPictures } from './drawn-pictures.ts';
import { readFragments } from './fragments.ts';

/** A page with as many characters is read from its text even where it lies over a picture, as in a scan that was read before. */
const enoughCharacters = 200;
/** With fewer a page counts as having no text: page numbers and stamps are as long. */
const fewCharacters = 32;
const letterPaths = 300;

/** @param bodySize the size most of the document is set in; 0 where that is not known */
export async function readPdfPage(page: PDFPageProxy, bodySize: number, signal?: AbortSignal): Promise<PageText> {
  const { width, height } = page.getViewport({ scale: 1 });
  const size = { number: page.pageNumber, widthPt: width, heightPt: height };
  const fragments = await readFragments(page);
  const lines = pageLines(fragments);
  const characters = countCharacters(fragments);
  const isGarbage = looksGarbled(fragments);
  if (isGarbage || characters < enoughCharacters) {
    const drawn = await drawnPictures(page);
    signal?.throwIfAborted();
    if (isGarbage || isPicture(drawn, characters)) {
      const { readPicture } = await import('../ocr/read-picture.ts');
      const read = await readPicture(await drawPage(page, readingScale(width, height, drawn), signal), signal);
      if (isGarbage || read.text.length > characters) return { ...size, ...read };
    }
  }
  if (lines.length === 0) return { ...size, text: '', source: 'none', lines: [], ocrConfidence: null };
  const { text, lines: joined } = joinLines(lines);
  const heading = headingOf(lines, bodySize || bodyTextSize(lines));
  return {
    ...size,
    text,
    ...(heading && { heading }),
    source: 'text',
    lines: percentBoxes(joined, width, height),
    ocrConfidence: null,
  };
}

export async function pdfPageLines(page: PDFPageProxy): Promise<Line[]> {
  return pageLines(await readFragments(page));
}

function isPicture({ coverage, paths }: Drawn, characters: number): boolean {
  if (characters < fewCharacters) return coverage > 0.02 || paths > letterPaths;
  return coverage > 0.5;
}

/**
 * As many pixels a point as the picture has, which is what a scanner saw; at least 200 dpi on usual paper and at most 300 dpi, and no
 * more than nine million in all.
 */
function readingScale(width: number, height: number, { pixelsPerPt }: Drawn): number {
  const area = width * height;
  const wanted = Math.max(pixelsPerPt, Math.min(200 / 72, Math.sqrt(3_900_000 / area)));
  return Math.min(wanted, 300 / 72, Math.sqrt(9_000_000 / area));
}

function countCharacters(fragments: readonly Fragment[]): number {
  return fragments.reduce((sum, fragment) => sum + fragment.text.replace(/\s/g, '').length, 0);
}

/** Fonts without a map to Unicode give private-use or replacement characters. */
function looksGarbled(fragments: readonly Fragment[]): boolean {
  const text = fragments.map((fragment) => fragment.text).join('');
  const strange = text.match(/[\p{Co}\p{Cn}\ufffd]/gu)?.length ?? 0;
  return strange > 0.2 * countCharacters(fragments);
}
