import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { Face, Mark, Paper } from './paper.ts';

// Fonts of a package, not the machine's: pictures are the same everywhere.
const files: Record<Face, [string, string]> = {
  sans: ['LiberationSans-Regular.ttf', 'LiberationSans-Bold.ttf'],
  serif: ['FoxitSerif.pfb', 'FoxitSerifBold.pfb'],
  mono: ['FoxitFixed.pfb', 'FoxitFixedBold.pfb'],
};
const familyOf = (face: Face, bold: boolean) => `corpus-${face}${bold ? '-bold' : ''}`;
let registered = false;

function registerFonts(): void {
  if (registered) return;
  const resolve = createRequire(new URL('../../../shared/package.json', import.meta.url)).resolve;
  const folder = join(dirname(resolve('pdfjs-dist/package.json')), 'standard_fonts');
  for (const face of ['sans', 'serif', 'mono'] as const) {
    for (const bold of [false, true]) {
      const file = join(folder, files[face][bold ? 1 : 0]);
      if (!GlobalFonts.registerFromPath(file, familyOf(face, bold))) throw new Error(`${file} cannot be used as a font.`);
    }
  }
  registered = true;
}

/** A page as a printer would leave it, black on white. */
export function toPicture(paper: Paper, page: readonly Mark[], dpi: number): Canvas {
  registerFonts();
  const scale = dpi / 72;
  const canvas = createCanvas(Math.round(paper.width * scale), Math.round(paper.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const mark of page) {
    if (mark.kind === 'box') {
      const [x, y, width, height] = [mark.x, mark.y, mark.width, mark.height].map((points) => points * scale) as [
        number,
        number,
        number,
        number,
      ];
      if (mark.fill) {
        context.fillStyle = mark.fill;
        context.fillRect(x, y, width, Math.max(height, 1));
      }
      if (mark.stroke) {
        context.strokeStyle = mark.stroke;
        context.lineWidth = Math.max(mark.weight * scale, 1);
        context.strokeRect(x, y, width, height);
      }
      continue;
    }
    const { style, text } = mark;
    context.font = `${style.size * scale}px ${familyOf(style.face, style.bold)}`;
    context.fillStyle = style.colour;
    // As wide as in the PDF, whatever the font that stands in for it.
    const stretch = (mark.width * scale) / context.measureText(text).width;
    context.save();
    context.translate(mark.x * scale, mark.y * scale);
    context.scale(stretch, 1);
    context.fillText(text, 0, 0);
    context.restore();
  }
  return canvas;
}
