import { extractText } from '@wheelhouse/shared/domains/documents/text/extract.ts';
import { UnreadableDocument } from '@wheelhouse/shared/domains/documents/text/unreadable-document.ts';
import { expect, test } from 'vitest';
import { makePdf, type PlacedText } from './make-pdf.ts';

const lines = (texts: string[], x: number, y: number, leading = 12): PlacedText[] =>
  texts.map((text, n) => ({ text, x, y: y - n * leading }));
const reason = async (bytes: Uint8Array, options = {}) =>
  await extractText(bytes, 'upload.bin', options).then(
    () => 'read',
    (error: unknown) => (error instanceof UnreadableDocument ? error.reason : String(error)),
  );

test('pages, lines, paragraphs, heading and title of a PDF are read, whatever its name says', async () => {
  const first = [
    { text: 'Service manual', x: 60, y: 780, size: 18 },
    ...lines(['Check the oil every morning', 'before the engine is started.'], 60, 740),
    ...lines(['Replace worn brake pads.'], 60, 690),
  ];
  const pdf = makePdf([first, lines(['Second page.'], 60, 780)], { title: 'Manual (2026)' });
  expect(await extractText(pdf, 'photo.jpg')).toEqual({
    title: 'Manual (2026)',
    pageCount: 2,
    pages: [
      {
        number: 1,
        heading: 'Service manual',
        text: 'Service manual\n\nCheck the oil every morning\nbefore the engine is started.\n\nReplace worn brake pads.',
      },
      { number: 2, text: 'Second page.' },
    ],
  });
});

test('text drawn out of order is read from top to bottom and left to right', async () => {
  const drawn = [
    { text: 'third', x: 60, y: 700 },
    { text: 'second', x: 200, y: 760 },
    { text: 'first', x: 60, y: 760 },
  ];
  expect((await extractText(makePdf([drawn]), 'a')).pages[0]!.text).toBe('first second\n\nthird');
});

test('columns of prose are read one after the other, under a title that spans them', async () => {
  const column = (word: string) => Array.from({ length: 6 }, (_, n) => `${word} ${n} runs the whole width of its own column`);
  const page = [
    { text: 'A title over both columns that is wide enough to span the gutter', x: 60, y: 800, size: 14 },
    ...lines(column('left'), 60, 740),
    ...lines(column('right'), 320, 740),
  ];
  const text = (await extractText(makePdf([page]), 'a')).pages[0]!.text;
  expect(text.match(/A title|left \d|right \d/g)).toEqual([
    'A title',
    ...[0, 1, 2, 3, 4, 5].map((n) => `left ${n}`),
    ...[0, 1, 2, 3, 4, 5].map((n) => `right ${n}`),
  ]);
});

test('rows of a table stay together', async () => {
  const rows = ['KA-01', 'KA-02', 'KA-03', 'KA-04', 'KA-05'];
  const page = [
    ...lines(rows, 60, 740),
    ...lines(
      rows.map((_, n) => `${n}4,000 km`),
      320,
      740,
    ),
  ];
  expect((await extractText(makePdf([page]), 'a')).pages[0]!.text).toBe(rows.map((row, n) => `${row} ${n}4,000 km`).join('\n'));
});

test('a word broken at the end of a line is made whole', async () => {
  const pdf = makePdf([lines(['The mainten-', 'ance plan'], 60, 740)]);
  expect((await extractText(pdf, 'a')).pages[0]!.text).toBe('The maintenance plan');
});

test('a page shown turned by 90 degrees is read in the order it is shown', async () => {
  const drawn = [
    { text: 'second line', x: 72, y: 100, upwards: true },
    { text: 'first line', x: 60, y: 100, upwards: true },
  ];
  expect((await extractText(makePdf([drawn], { rotate: 90 }), 'a')).pages[0]!.text).toBe('first line\nsecond line');
});

test('each unreadable file says why', async () => {
  const pdf = makePdf([lines(['text'], 60, 740), []]);
  expect(await reason(makePdf([lines(['text'], 60, 740)], { encrypted: true }))).toBe('encrypted');
  expect(await reason(pdf, { maxPages: 1 })).toBe('too_many_pages');
  expect(await reason(makePdf([[]]))).toBe('no_text');
  expect(await reason(Buffer.from('%PDF-1.7\nnothing of the kind'))).toBe('corrupt');
  expect(await reason(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))).toBe('unsupported_type');
  expect(await reason(Buffer.from(' \n '))).toBe('no_text');
  expect(await reason(new Uint8Array())).toBe('no_text');
});

test('any truncation of a PDF is either read or refused with a reason', async () => {
  const pdf = makePdf([lines(['text'], 60, 740)]);
  for (let length = 8; length < pdf.length; length += 37) {
    expect(['read', 'corrupt', 'no_text']).toContain(await reason(pdf.slice(0, length)));
  }
});

test('the bytes given are left as they were', async () => {
  const pdf = makePdf([lines(['text'], 60, 740)]);
  await extractText(pdf, 'a');
  expect(pdf.byteLength).toBeGreaterThan(0);
});

test('reading stops when it is aborted, between pages too', async () => {
  const pdf = makePdf(Array.from({ length: 50 }, () => lines(['text'], 60, 740)));
  expect(await reason(pdf, { signal: AbortSignal.abort(new Error('too late')) })).toBe('Error: too late');
  const controller = new AbortController();
  const reading = reason(pdf, { signal: controller.signal });
  setImmediate(() => controller.abort(new Error('enough')));
  expect(await reading).toBe('Error: enough');
});

test.each([
  ['UTF-8', Buffer.from('Größe\r\nÖl', 'utf8')],
  ['UTF-8 with a byte order mark', Buffer.from('\ufeffGröße\nÖl', 'utf8')],
  ['UTF-16LE', Buffer.from('\ufeffGröße\nÖl', 'utf16le')],
  ['UTF-16BE', Buffer.from('\ufeffGröße\nÖl', 'utf16le').swap16()],
  ['Latin-1', Buffer.from('Größe\rÖl', 'latin1')],
])('plain text in %s is read', async (_, bytes) => {
  expect(await extractText(bytes, 'a.txt')).toEqual({ pageCount: 1, pages: [{ number: 1, text: 'Größe\nÖl' }] });
});

test('form feeds part the pages of plain text', async () => {
  const { pages } = await extractText(Buffer.from('one\ftwo'), 'a.txt');
  expect(pages.map((page) => page.text)).toEqual(['one', 'two']);
});
