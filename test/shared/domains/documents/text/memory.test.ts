import { openDocument } from '@wheelhouse/shared/domains/documents/text/open.ts';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';

const pageCount = 300;

test('the memory that reading takes does not grow with the number of pages', async () => {
  const file = await PDFDocument.create();
  const font = await file.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= pageCount; number++) {
    const page = file.addPage([595, 842]);
    for (let line = 0; line < 45; line++) {
      page.drawText(`Page ${number}, line ${line}: the vehicle is kept in good order and is inspected each day.`, {
        x: 50,
        y: 800 - line * 16,
        size: 10,
        font,
      });
    }
  }
  const document = await openDocument(await file.save(), { fileName: 'long.pdf' });
  const mib: number[] = [];
  for (let number = 1; number <= pageCount; number++) {
    const { text } = await document.readPage(number);
    expect(text).toContain(`Page ${number}, line 44:`);
    if (number % 10 === 0) mib.push(usedMib());
  }
  await document.close();
  // What the first hundred pages needed is enough for the rest.
  expect(Math.max(...mib.slice(10))).toBeLessThan(Math.max(...mib.slice(0, 10)) + 64);
});

function usedMib(): number {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
