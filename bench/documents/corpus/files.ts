import { PDFDocument } from 'pdf-lib';
import { damageOf, degrade } from './degrade.ts';
import { randomOf } from './random.ts';
import { toPdf } from './to-pdf.ts';
import { toPicture } from './to-picture.ts';
import type { CorpusDocument } from './truth.ts';

export type CorpusFile = { fileName: string; bytes: Uint8Array };

/** As it was made: a PDF with text. */
export async function cleanFile({ name, paper }: CorpusDocument): Promise<CorpusFile> {
  return { fileName: `${name}.pdf`, bytes: await toPdf(paper) };
}

/** As it came in: a scan in a PDF, and one in four of those of a single page as a plain JPEG. The same each time. */
export async function degradedFile({ name, paper }: CorpusDocument): Promise<CorpusFile> {
  const random = randomOf(name);
  const asPhoto = random() < 0.25 && paper.pages.length === 1;
  const damage = damageOf(random);
  const pictures = paper.pages.map((page) =>
    degrade(toPicture(paper, page, damage.dpi), damage, random).toBuffer('image/jpeg', damage.jpegQuality),
  );
  // What a scanner calls its files says nothing.
  const number = Math.floor(random() * 9000 + 1000);
  if (asPhoto) return { fileName: `IMG_${number}.jpg`, bytes: pictures[0]! };
  const pdf = await PDFDocument.create({ updateMetadata: false });
  for (const picture of pictures) {
    const image = await pdf.embedJpg(picture);
    const [width, height] = [(image.width * 72) / damage.dpi, (image.height * 72) / damage.dpi];
    pdf.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
  }
  return { fileName: `scan_${number}.pdf`, bytes: await pdf.save() };
}
