import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDocx, paragraph } from './make-docx.ts';
import { makePdf } from './make-pdf.ts';
import { textPicture } from './make-picture.ts';
import { makeTiff } from './make-tiff.ts';
import { makeZip } from './make-zip.ts';
import { refusal } from './open.ts';

const pdf = makePdf([[{ text: 'harmless', x: 60, y: 700 }]]);
const zip = makeZip([{ name: 'a.txt', content: 'text' }]);
const png = textPicture(['text'], { width: 100, height: 60, sizePx: 20 }).toBuffer('image/png');

test.each([
  ['<!DOCTYPE html><title>x</title>', 'page.pdf'],
  ['\ufeff \n<!-- note --><HTML><body>x', 'page.txt'],
  ['<script>alert(1)</script>', 'notes.md'],
  ['<?xml version="1.0"?><!-- c --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'logo.png'],
  ['<?xml version="1.0"?>\n<s:svg xmlns:s="http://www.w3.org/2000/svg"/>', 'logo.svg'],
  ['<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>', 'logo.jpg'],
  ['#!/bin/sh\nrm -rf /', 'run.txt'],
])('a web page, a drawing with scripts or a script is refused: %s', async (text, name) => {
  expect(await refusal(Buffer.from(text), name)).toBe('active_content');
  expect(await refusal(Buffer.from(`\ufeff${text.replace('\ufeff', '')}`, 'utf16le'), name)).toBe('active_content');
});

test.each([
  ['a Windows program', Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(200)])],
  ['a Linux program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), Buffer.alloc(200)])],
  ['a gzip archive', Buffer.from('1f8b0800000000000003', 'hex')],
  ['a RAR archive', Buffer.from('526172211a0701000000', 'hex')],
  ['a zip archive', zip],
  ['RTF', Buffer.from('{\\rtf1\\ansi text}')],
  ['sound', Buffer.from('fff344c400000000', 'hex')],
])('%s is of a type that is not read', async (_, bytes) => {
  expect(await refusal(bytes, 'invoice.pdf')).toBe('unsupported_type');
});

test.each([
  ['an archive appended to a PDF', Buffer.concat([pdf, zip])],
  ['a PDF after the head of an archive', Buffer.concat([zip.subarray(0, 60), pdf])],
  ['a PDF after the head of a program', Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), pdf])],
  ['a PDF after the head of a picture', Buffer.concat([png.subarray(0, 8), pdf])],
  ['a web page before a PDF', Buffer.concat([Buffer.from('<html><!--'), pdf])],
  ['a web page after a PDF', Buffer.concat([pdf, Buffer.from('<html><script>x</script>')])],
  [
    'a web page in the first comment of a PDF',
    Buffer.from(Buffer.from(pdf).toString('latin1').replace('\n', '\n%<script>x</script>\n')),
  ],
  ['an archive appended to a picture', Buffer.concat([png, zip])],
  ['a script in the head of a picture', Buffer.from('GIF89a/*<script>x</script>*/=1;')],
])('a file of two types at once is refused: %s', async (_, bytes) => {
  expect(await refusal(bytes)).toBe('polyglot');
});

test('blank space and a byte order mark before the header of a PDF are harmless', async () => {
  expect(await refusal(Buffer.concat([Buffer.from('\ufeff\r\n'), pdf]))).toBe('read');
});

test('an archive that unpacks to too much is refused: by what it declares, by what it does, by number, by depth', async () => {
  const zeros = Buffer.alloc(20 * 1024 * 1024);
  expect(await refusal(makeDocx(paragraph('x'), [{ name: 'word/zeros.xml', content: zeros }]))).toBe('zip_bomb');
  const lying = { name: 'word/zeros.xml', content: zeros, declaredBytes: 1000 };
  expect(await refusal(makeDocx(paragraph('x'), [lying]))).toBe('zip_bomb');
  const many = Array.from({ length: 5_001 }, (_, n) => ({ name: `word/${n}.xml`, content: '' }));
  expect(await refusal(makeDocx(paragraph('x'), many))).toBe('zip_bomb');
  const huge = [1, 2, 3].map((n) => ({ name: `word/media/${n}.png`, content: 'x', declaredBytes: 80 * 1024 * 1024 }));
  expect(await refusal(makeDocx(paragraph('x'), huge))).toBe('zip_bomb');
  expect(await refusal(makeDocx(paragraph('x'), [{ name: 'word/inner.zip', content: zip }]))).toBe('zip_bomb');
});

test('a PDF with a stream that unpacks to too much is refused before it is unpacked', async () => {
  const stream = (packed: Buffer, filter: string) => {
    const head = Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Length ${packed.byteLength} /Filter ${filter} >>\nstream\n`);
    return Buffer.concat([head, packed, Buffer.from('\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF')]);
  };
  const packed = deflateSync(Buffer.alloc(210 * 1024 * 1024));
  expect(await refusal(stream(packed, '/FlateDecode'))).toBe('zip_bomb');
  expect(await refusal(stream(deflateSync(packed), '[/FlateDecode /FlateDecode]'))).toBe('zip_bomb');
});

test('any bytes are read or refused with a reason, never another error', async () => {
  const magic = fc.constantFrom(
    '',
    '%PDF-1.7\n',
    'PK\x03\x04',
    '\x89PNG\r\n\x1a\n',
    '\xff\xd8\xff\xe0',
    'GIF89a',
    'RIFF....WEBPVP8X',
    'II*\0',
    'MM\0*',
    'BM',
    'From: a@b\nMIME-Version: 1.0\n',
    '\xd0\xcf\x11\xe0',
    'a,b,c\n1,2,3\n',
  );
  await fc.assert(
    fc.asyncProperty(
      magic,
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('a', 'a.csv', 'a.eml', 'a.md'),
      async (head, tail, name) => {
        expect(await refusal(Buffer.concat([Buffer.from(head, 'latin1'), tail]), name)).toMatch(/^[a-z_]+$/);
      },
    ),
    { numRuns: 400 },
  );
  // A head alone may promise a picture of many million pixels, which take their time.
}, 120_000);

test('any damage to a file that is read is read or refused with a reason', async () => {
  const files = [pdf, makeDocx(paragraph('text')), makeTiff([textPicture([], { width: 40, height: 20 })])];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }),
      async (file, changes) => {
        const damaged = Buffer.from(file);
        for (const [at, byte] of changes) damaged[at % damaged.byteLength] = byte;
        expect(await refusal(damaged)).toMatch(/^[a-z_]+$/);
      },
    ),
    { numRuns: 150 },
  );
});
