import type { PDFPageProxy } from 'pdfjs-dist';

type Matrix = readonly [number, number, number, number, number, number];

/** What a page draws besides text. */
export type Drawn = {
  /** The part of the page that its largest picture covers, 0 to 1. */
  coverage: number;
  /** The pixels of that picture a point (1/72 inch) of the page; 0 without one. */
  pixelsPerPt: number;
  /** Outlines drawn: letters too, where a program turned its text into curves. */
  paths: number;
};

/** Looks through the drawing operators of a page (ISO 32000-1, 8.4 to 8.10), of which pdf.js has made a list. */
export async function drawnPictures(page: PDFPageProxy): Promise<Drawn> {
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const { fnArray, argsArray } = await page.getOperatorList();
  const { width, height } = page.getViewport({ scale: 1 });
  const pictures = new Set([
    OPS.paintImageXObject,
    OPS.paintInlineImageXObject,
    OPS.paintImageMaskXObject,
    OPS.paintImageXObjectRepeat,
  ]);
  const stack: Matrix[] = [];
  const drawn: Drawn = { coverage: 0, pixelsPerPt: 0, paths: 0 };
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let pieces = 0;
  for (const [index, operator] of fnArray.entries()) {
    const args = argsArray[index] as unknown[] | null;
    if (operator === OPS.save || operator === OPS.paintFormXObjectBegin) stack.push(matrix);
    if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) matrix = stack.pop() ?? matrix;
    if (operator === OPS.transform) matrix = product(matrix, args as unknown as Matrix);
    if (operator === OPS.paintFormXObjectBegin && args?.[0]) matrix = product(matrix, args[0] as Matrix);
    if (operator === OPS.constructPath) drawn.paths++;
    if (!pictures.has(operator)) continue;
    const coverage = Math.min(1, Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) / (width * height));
    pieces += coverage;
    if (coverage >= drawn.coverage) {
      drawn.coverage = coverage;
      drawn.pixelsPerPt = pixelWidth(args) / (Math.hypot(matrix[0], matrix[1]) || 1);
    }
  }
  // Some scanners cut a page into strips.
  return { ...drawn, coverage: Math.min(1, pieces) };
}

function pixelWidth(args: unknown[] | null): number {
  const [first, second] = args ?? [];
  if (typeof second === 'number') return second;
  return typeof first === 'object' && first !== null && 'width' in first && typeof first.width === 'number' ? first.width : 0;
}

function product([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
