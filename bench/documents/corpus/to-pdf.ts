import { PDFDocument, type PDFFont, rgb, type StandardFonts } from 'pdf-lib';
import { type Mark, type Paper, standardFont } from './paper.ts';

/** The paper as a PDF with text, of the fonts that every reader has. */
export async function toPdf(paper: Paper): Promise<Uint8Array> {
  // Without the time of day in it: the same paper gives the same bytes.
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const fonts = new Map<StandardFonts, PDFFont>();
  for (const marks of paper.pages) {
    const page = pdf.addPage([paper.width, paper.height]);
    for (const mark of marks) {
      if (mark.kind === 'box') {
        page.drawRectangle({ ...boxOf(mark, paper.height), borderWidth: mark.stroke ? mark.weight : 0 });
        continue;
      }
      const name = standardFont(mark.style);
      if (!fonts.has(name)) fonts.set(name, await pdf.embedFont(name));
      const { size, colour } = mark.style;
      page.drawText(mark.text, { x: mark.x, y: paper.height - mark.y, size, font: fonts.get(name)!, color: colourOf(colour) });
    }
  }
  return pdf.save();
}

function boxOf({ x, y, width, height, fill, stroke }: Extract<Mark, { kind: 'box' }>, paperHeight: number) {
  return {
    x,
    y: paperHeight - y - height,
    width,
    height,
    ...(fill && { color: colourOf(fill) }),
    ...(stroke && { borderColor: colourOf(stroke) }),
  };
}

/** #rrggbb */
function colourOf(hex: string) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];
  return rgb(red, green, blue);
}
