import type { TextLine } from './open-document.ts';
import type { Line } from './page-lines.ts';

/** Lines with their boxes in percent of a page of that width and height, within it. */
export function percentBoxes(lines: readonly Line[], pageWidth: number, pageHeight: number): TextLine[] {
  return lines.map(({ text, box }) => {
    const x = percent(box.left, pageWidth);
    const y = percent(box.top, pageHeight);
    const width = Math.max(0, percent(box.right, pageWidth) - x);
    const height = Math.max(0, percent(box.bottom, pageHeight) - y);
    return { text, box: { x, y, width: rounded(width), height: rounded(height) } };
  });
}

function percent(position: number, length: number): number {
  return rounded(Math.min(100, Math.max(0, (position / length) * 100)));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
