import type { PDFPageProxy } from 'pdfjs-dist';
import { cleanText } from '../clean-text.ts';
import type { Fragment, Rectangle } from '../page-lines.ts';

type Matrix = [number, number, number, number, number, number];

/** The pieces of text that a page draws, as the page is shown. */
export async function readFragments(page: PDFPageProxy): Promise<Fragment[]> {
  // The viewport's matrix applies the page's rotation and makes y grow downwards.
  const shown = page.getViewport({ scale: 1 }).transform as Matrix;
  const [a, b, c, d, e, f] = shown;
  const { items } = await page.getTextContent();
  const fragments: Fragment[] = [];
  let afterSpace = false;
  for (const item of items) {
    if (!('str' in item)) continue;
    const text = cleanText(item.str);
    if (text.trim() === '') {
      afterSpace ||= text !== '';
      continue;
    }
    const [ia, ib, ic, id, x, y] = item.transform as Matrix;
    fragments.push({
      text,
      x: a * x + c * y + e,
      y: b * x + d * y + f,
      width: item.width,
      size: Math.hypot(ic, id) || 1,
      horizontal: Math.abs(b * ia + d * ib) < a * ia + c * ib,
      afterSpace,
      box: boxOf(item.transform as Matrix, item.width, shown),
    });
    afterSpace = item.hasEOL;
  }
  return fragments.filter(({ x, y, width, size }) => [x, y, width, size].every(Number.isFinite));
}

/** From a fifth of the size under the baseline to four fifths above: what ascenders and descenders of most fonts take. */
function boxOf([ia, ib, ic, id, x, y]: Matrix, width: number, [a, b, c, d, e, f]: Matrix): Rectangle {
  const along = Math.hypot(ia, ib) || 1;
  const corners = [0, width].flatMap((right) =>
    [-0.2, 0.8].map((up) => [x + (ia / along) * right + ic * up, y + (ib / along) * right + id * up] as const),
  );
  const xs = corners.map(([px, py]) => a * px + c * py + e);
  const ys = corners.map(([px, py]) => b * px + d * py + f);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
