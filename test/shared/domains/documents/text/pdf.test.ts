import { openDocument } from '@wheelhouse/shared/domains/documents/text/open.ts';
import { expect, test } from 'vitest';
import { makePdf, type PlacedText } from './make-pdf.ts';
import { readAll, refusal } from './open.ts';

const lines = (texts: string[], x: number, y: number, leading = 12): PlacedText[] =>
  texts.map((text, n) => ({ text, x, y: y - n * leading }));

test('pages, lines, paragraphs, heading and title of a PDF are read, whatever its name says', async () => {
  const first = [
    { text: 'Service manual', x: 60, y: 780, size: 18 },
    ...lines(['Check the oil every morning', 'before the engine is started.'], 60, 740),
    ...lines(['Replace worn brake pads.'], 60, 690),
  ];
  const pdf = makePdf([first, lines(['Second page.'], 60, 780)], { title: 'Manual (2026)' });
  const { fileType, title, pageCount, pages } = await readAll(pdf, 'photo.jpg');
  expect({ fileType, title, pageCount }).toEqual({ fileType: 'pdf', title: 'Manual (2026)', pageCount: 2 });
  expect(pages[0]).toMatchObject({
    number: 1,
    heading: 'Service manual',
    text: 'Service manual\n\nCheck the oil every morning\nbefore the engine is started.\n\nReplace worn brake pads.',
    source: 'text',
    widthPt: 595,
    heightPt: 842,
    ocrConfidence: null,
  });
  expect(pages[1]).toMatchObject({ number: 2, text: 'Second page.' });
  expect(pages[1]).not.toHaveProperty('heading');
});

test('each line says where it stands, in percent from the upper left corner', async () => {
  const { pages } = await readAll(makePdf([[{ text: 'Odometer', x: 297.5, y: 421, size: 20 }]]));
  const { text, box } = pages[0]!.lines[0]!;
  expect(text).toBe('Odometer');
  expect(box!.x).toBeCloseTo(50, 1);
  // 16 points above the baseline and 4 below, of 842.
  expect(box!.y).toBeCloseTo(50 - 1.9, 1);
  expect(box!.height).toBeCloseTo(2.38, 1);
  expect(box!.width).toBeGreaterThan(12);
  expect(box!.width).toBeLessThan(18);
});

test('on a page shown turned lines stand where they are shown', async () => {
  const drawn = [{ text: 'upwards', x: 60, y: 84.2, upwards: true }];
  const { pages } = await readAll(makePdf([drawn], { rotate: 90 }));
  expect(pages[0]).toMatchObject({ widthPt: 842, heightPt: 595, text: 'upwards' });
  const box = pages[0]!.lines[0]!.box!;
  expect(box.x).toBeCloseTo(10, 1);
  expect(box.width).toBeGreaterThan(box.height);
});

test('a page is read the same whichever page was read before', async () => {
  const page = (n: number) => [
    { text: `Chapter ${n}`, x: 60, y: 780, size: 16 },
    ...lines(['Body text in ten points.', 'More of it.'], 60, 740),
  ];
  const pdf = makePdf([page(1), page(2), page(3)]);
  const document = await openDocument(pdf, { fileName: 'a.pdf' });
  const third = await document.readPage(3);
  expect(third.heading).toBe('Chapter 3');
  await document.readPage(1);
  expect(await document.readPage(3)).toEqual(third);
  await expect(document.readPage(4)).rejects.toThrow('There is no page 4: this document has pages 1 to 3.');
  await document.close();
});

test('text drawn out of order is read from top to bottom and left to right', async () => {
  const drawn = [
    { text: 'third', x: 60, y: 700 },
    { text: 'second', x: 92, y: 760 },
    { text: 'first', x: 72, y: 760 },
  ];
  expect((await readAll(makePdf([drawn]))).text).toBe('first second\n\nthird');
});

test('columns of prose are read one after the other, under a title that spans them', async () => {
  const column = (word: string) => Array.from({ length: 6 }, (_, n) => `${word} ${n} runs the whole width of its own column`);
  const page = [
    { text: 'A title over both columns that is wide enough to span the gutter', x: 60, y: 800, size: 14 },
    ...lines(column('left'), 60, 740),
    ...lines(column('right'), 320, 740),
  ];
  expect((await readAll(makePdf([page]))).text.match(/A title|left \d|right \d/g)).toEqual([
    'A title',
    ...[0, 1, 2, 3, 4, 5].map((n) => `left ${n}`),
    ...[0, 1, 2, 3, 4, 5].map((n) => `right ${n}`),
  ]);
});

test('rows of a table stay together, their cells parted by tabs', async () => {
  const rows = ['KA-01', 'KA-02', 'KA-03', 'KA-04', 'KA-05'];
  const distances = rows.map((_, n) => `${n}4,000 km`);
  const page = [...lines(rows, 60, 740), ...lines(distances, 320, 740)];
  const { pages } = await readAll(makePdf([page]));
  expect(pages[0]!.text).toBe(rows.map((row, n) => `${row}\t${n}4,000 km`).join('\n'));
});

test('a word broken at the end of a line is made whole, in the text and in its lines', async () => {
  const { pages } = await readAll(makePdf([lines(['The mainten-', 'ance plan', 'is here.'], 60, 740)]));
  expect(pages[0]!.text).toBe('The maintenance plan\nis here.');
  expect(pages[0]!.lines.map((line) => line.text)).toEqual(['The maintenance plan', 'is here.']);
});

test('a page shown turned by 90 degrees is read in the order it is shown', async () => {
  const drawn = [
    { text: 'second line', x: 72, y: 100, upwards: true },
    { text: 'first line', x: 60, y: 100, upwards: true },
  ];
  expect((await readAll(makePdf([drawn], { rotate: 90 }))).text).toBe('first line\nsecond line');
});

test('an empty page is a page without text', async () => {
  const { pages } = await readAll(makePdf([lines(['text'], 60, 740), []]));
  expect(pages[1]).toMatchObject({ number: 2, text: '', lines: [], source: 'none' });
});

test('an encrypted, an overlong and a damaged PDF each say so', async () => {
  expect(await refusal(makePdf([lines(['text'], 60, 740)], { encrypted: true }))).toBe('encrypted');
  expect(await refusal(makePdf([[], []]), 'a.pdf', { maxPages: 1 })).toBe('too_many_pages');
  expect(await refusal(Buffer.from('%PDF-1.7\nnothing of the kind'))).toBe('corrupt');
});

test('ten thousand pages are refused without being read', async () => {
  const pdf = makePdf(Array.from({ length: 10_000 }, () => []));
  expect(await refusal(pdf)).toBe('too_many_pages');
});

test('any truncation of a PDF is either read or refused with a reason', async () => {
  const pdf = makePdf([lines(['text'], 60, 740)]);
  for (let length = 8; length < pdf.length; length += 37) {
    expect(['read', 'corrupt']).toContain(await refusal(pdf.slice(0, length)));
  }
});

test('the bytes given are left as they were', async () => {
  const pdf = makePdf([lines(['text'], 60, 740)]);
  await readAll(pdf);
  expect(pdf.byteLength).toBeGreaterThan(0);
});

test('reading stops when it is aborted, between pages too', async () => {
  const pdf = makePdf(Array.from({ length: 50 }, () => lines(['text'], 60, 740)));
  expect(await refusal(pdf, 'a.pdf', { signal: AbortSignal.abort(new Error('too late')) })).toBe('Error: too late');
  const controller = new AbortController();
  const document = await openDocument(pdf, { fileName: 'a.pdf' });
  const pages = Array.from({ length: 50 }, (_, index) => document.readPage(index + 1, controller.signal));
  await pages[0];
  controller.abort(new Error('enough'));
  const outcomes = await Promise.allSettled(pages);
  expect(outcomes[0]!.status).toBe('fulfilled');
  expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: { message: 'enough' } });
  await document.close();
});
