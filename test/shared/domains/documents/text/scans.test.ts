import { readFileSync } from 'node:fs';
import { degrees, PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { textPicture, turned } from './make-picture.ts';
import { readAll } from './open.ts';

const invoice = ['Invoice INV-20417 of 14 March 2026', 'Brake pads front axle          84.50 EUR', 'Total amount due 101.40 EUR'];
const scan = textPicture(invoice, { width: 1240, height: 1754, sizePx: 30 });
const clauses = Array.from(
  { length: 12 },
  (_, n) => `Clause ${n} says that the vehicle is to be kept in good order at all times.`,
);

async function pdfOf(build: (document: PDFDocument) => Promise<void>): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  await build(document);
  return await document.save();
}

test('in a mixed PDF pages with text are read as text, scanned pages as pictures, empty pages not at all', async () => {
  const pdf = await pdfOf(async (document) => {
    const font = await document.embedFont(StandardFonts.Helvetica);
    const first = document.addPage([595, 842]);
    for (const [n, text] of clauses.entries()) first.drawText(text, { x: 60, y: 740 - n * 14, size: 10, font });
    document.addPage([595, 842]).drawImage(await document.embedPng(scan.toBuffer('image/png')), { width: 595, height: 842 });
    document.addPage([595, 842]);
  });
  const { pages } = await readAll(pdf);
  expect(pages.map((page) => page.source)).toEqual(['text', 'ocr', 'none']);
  expect(pages[0]!.text).toBe(clauses.join('\n'));
  expect(pages[1]!.text.split('\n').filter(Boolean)).toEqual(invoice.map((line) => line.replace(/ {3,}/, '\t')));
  expect(pages[1]!.ocrConfidence).toBeGreaterThan(0.7);
  const { box } = pages[1]!.lines[0]!;
  // Drawn 60 pixels from the left of 1,240, its baseline 96 from the top of 1,754.
  expect(box!.x).toBeCloseTo(5, 0);
  expect(box!.y + box!.height).toBeGreaterThan((96 / 1754) * 100 - 0.5);
  expect(box!.y).toBeLessThan((96 / 1754) * 100);
});

test('a scanned page with a page number as its only text is read as a picture, and so is one that lies on its side', async () => {
  const pdf = await pdfOf(async (document) => {
    const font = await document.embedFont(StandardFonts.Helvetica);
    const numbered = document.addPage([595, 842]);
    numbered.drawImage(await document.embedJpg(scan.toBuffer('image/jpeg')), { width: 595, height: 842 });
    numbered.drawText('Scanned page 1 of 2, 17 March 2026', { x: 60, y: 20, size: 8, font });
    const onSide = document.addPage([842, 595]);
    onSide.drawImage(await document.embedPng(turned(scan, 270).toBuffer('image/png')), { width: 842, height: 595 });
    onSide.setRotation(degrees(90));
  });
  const { pages } = await readAll(pdf);
  for (const page of pages) {
    expect(page).toMatchObject({ source: 'ocr', widthPt: 595, heightPt: 842 });
    expect(page.text).toContain('Invoice INV-20417 of 14 March 2026');
  }
});

test('a scan that somebody read before is taken from its text', async () => {
  const pdf = await pdfOf(async (document) => {
    const font = await document.embedFont(StandardFonts.Helvetica);
    const page = document.addPage([595, 842]);
    for (const [n, text] of clauses.entries()) page.drawText(text, { x: 60, y: 740 - n * 14, size: 10, font });
    page.drawImage(await document.embedPng(scan.toBuffer('image/png')), { width: 595, height: 842 });
  });
  const { pages } = await readAll(pdf);
  expect(pages[0]).toMatchObject({ source: 'text', text: clauses.join('\n') });
});

test('a page whose text means nothing is read from how it looks', async () => {
  // A font whose map to Unicode leads into the private use area, as broken converters write it.
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <20> <7E> <E020> endbfrange endcmap end end`;
  const content = 'BT /F1 24 Tf 60 700 Td (Odometer reading 48210 km) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Length ${map.length} >>\nstream\n${map}\nendstream`,
  ];
  // Without a table of objects: readers build it anew.
  const file = `%PDF-1.4\n${objects.map((object, n) => `${n + 1} 0 obj\n${object}\nendobj\n`).join('')}trailer\n<< /Root 1 0 R >>\n%%EOF`;
  const { pages } = await readAll(Buffer.from(file, 'latin1'));
  expect(pages[0]).toMatchObject({ source: 'ocr', text: 'Odometer reading 48210 km' });
});

test('the rows of a scanned table keep their cells, also a narrow column of numbers between others', async () => {
  const file = new URL('../../../../../emulator/fixtures/documents/scanned-invoice.pdf', import.meta.url);
  const { text } = await readAll(readFileSync(file));
  expect(text).toContain('Description\tQty\tUnit price\tAmount');
  expect(text).toContain('Engine oil 15W-40, litres\t34\t6.50\t221.00');
  expect(text).toContain('Brake pads, front axle\t1\t312.00\t312.00');
  expect(text).toContain('INVOICE');
});
