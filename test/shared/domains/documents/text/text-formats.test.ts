import { expect, test } from 'vitest';
import { readAll, refusal } from './open.ts';

const mail = (lines: string[]) => Buffer.from(lines.join('\r\n'));

test.each([
  ['UTF-8', Buffer.from('Größe\r\nÖl', 'utf8')],
  ['UTF-8 with a byte order mark', Buffer.from('\ufeffGröße\nÖl', 'utf8')],
  ['UTF-16LE', Buffer.from('\ufeffGröße\nÖl', 'utf16le')],
  ['UTF-16BE', Buffer.from('\ufeffGröße\nÖl', 'utf16le').swap16()],
  ['Latin-1', Buffer.from('Größe\rÖl', 'latin1')],
])('plain text in %s is read', async (_, bytes) => {
  const { fileType, pages } = await readAll(bytes, 'a.txt');
  expect(fileType).toBe('txt');
  expect(pages).toEqual([
    {
      number: 1,
      text: 'Größe\nÖl',
      source: 'text',
      lines: ['Größe', 'Öl'].map((text) => ({ text, box: null })),
      widthPt: null,
      heightPt: null,
      ocrConfidence: null,
    },
  ]);
});

test('form feeds part the pages of plain text, and so does length', async () => {
  expect((await readAll(Buffer.from('one\ftwo'), 'a.txt')).pages.map((page) => page.text)).toEqual(['one', 'two']);
  const long = Array.from({ length: 20_000 }, (_, n) => `line ${n} of a log`);
  const { pages } = await readAll(Buffer.from(long.join('\n')), 'a.log');
  expect(pages.length).toBeGreaterThan(3);
  expect(pages.map((page) => page.text).join('\n')).toBe(long.join('\n'));
  expect(await refusal(Buffer.from('\f'.repeat(10_000)), 'a.txt')).toBe('no_text');
  expect(await refusal(Buffer.from('page\f'.repeat(10_000)), 'a.txt')).toBe('too_many_pages');
});

test('characters that cannot be stored are left out', async () => {
  expect((await readAll(Buffer.from('\ufeffa\0b\u0007c', 'utf16le'))).text).toBe('abc');
});

test('text with nothing in it is refused', async () => {
  expect(await refusal(Buffer.from(' \n '))).toBe('no_text');
  expect(await refusal(new Uint8Array())).toBe('no_text');
});

test('Markdown is told by its name and titled by its first heading', async () => {
  const document = await readAll(Buffer.from('<p align="center">logo</p>\n\n# Wash bay\n\nClosed on Sundays.'), 'sop.md');
  expect(document).toMatchObject({ fileType: 'md', title: 'Wash bay' });
});

test.each([
  [
    'csv',
    'costs.csv',
    'Vehicle,Note,Cost\nKA-01,"tyres, front\naxle",420.00\n\nKA-02,,7\n',
    'Vehicle\tNote\tCost\nKA-01\ttyres, front axle\t420.00\nKA-02\t\t7',
  ],
  ['csv', 'costs.csv', '\ufeffFahrzeug;Kosten\r\nKA-01;"1.420,00"\r\n', 'Fahrzeug\tKosten\nKA-01\t1.420,00'],
  ['tsv', 'costs.tsv', 'Vehicle\tCost\nKA-01\t420,00', 'Vehicle\tCost\nKA-01\t420,00'],
  ['csv', 'upload', 'a,b,c\n1,2,3\n4,5,6\n', 'a\tb\tc\n1\t2\t3\n4\t5\t6'],
  ['txt', 'upload', 'Dear Ann, Bob, Cy,\nthank you, all.\nYours\n', 'Dear Ann, Bob, Cy,\nthank you, all.\nYours'],
  ['csv', 'uneven.csv', 'a,b\n1,2,3\n4 "x" y,5\n', 'a\tb\n1\t2\t3\n4 "x" y\t5'],
])('a table is read into cells parted by tabs (%s, %s)', async (fileType, name, content, text) => {
  expect(await readAll(Buffer.from(content), name)).toMatchObject({ fileType, text, pageCount: 1 });
});

test('a quotation mark that is never closed is a damaged table', async () => {
  expect(await refusal(Buffer.from('a,b\n"1,2\n3,4'), 'a.csv')).toBe('corrupt');
});

test('a mail is read with its headers first, and its attachments come with it', async () => {
  const bytes = mail([
    'From: =?utf-8?Q?J=C3=BCrgen?= <j@garage.example>',
    'To: Fleet <fleet@example.com>, ops@example.com',
    'Date: Sat, 14 Mar 2026 09:30:00 +0100',
    'Subject: Invoice 20417',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Please find the invoice attached.',
    '--b',
    'Content-Type: application/pdf; name="invoice.pdf"',
    'Content-Disposition: attachment; filename="invoice.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF-1.4').toString('base64'),
    '--b--',
  ]);
  const document = await readAll(bytes, 'upload.bin');
  expect(document).toMatchObject({ fileType: 'eml', title: 'Invoice 20417', pageCount: 1 });
  expect(document.text).toBe(
    [
      'From: Jürgen <j@garage.example>',
      'To: Fleet <fleet@example.com>, ops@example.com',
      'Date: 2026-03-14T08:30:00.000Z',
      'Subject: Invoice 20417',
      '',
      'Please find the invoice attached.',
    ].join('\n'),
  );
  expect(document.attachments).toEqual([
    { fileName: 'invoice.pdf', contentType: 'application/pdf', bytes: new Uint8Array(Buffer.from('%PDF-1.4')) },
  ]);
});

test('of a mail in HTML the text is read, never a script', async () => {
  const html = `<html><head><title>t</title><style>p {}</style></head><body><p>Toll&nbsp;statement &euro; 4,50</p><!-- <p>no</p> -->
<script>document.write('stolen')</script><table><tr><th>Road</th><th>Cost</th></tr><tr><td><div>A&#32;3</div></td><td>4.50</td></tr></table>
1 < 2 <ul><li>first</li><li>second</li></ul></body></html>`;
  const bytes = mail([
    'From: a@b.example',
    'Subject: Tolls',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
  ]);
  expect((await readAll(bytes, 'toll.eml')).text).toBe(
    'From: a@b.example\nSubject: Tolls\n\nToll statement € 4,50\n\nRoad\tCost\nA 3\t4.50\n\n1 < 2\n\n- first\n- second',
  );
});

test('a text that begins like a mail but is none stays a text', async () => {
  expect((await readAll(Buffer.from('Note: the depot is closed.\nFrom: Monday'), 'a')).fileType).toBe('txt');
});
