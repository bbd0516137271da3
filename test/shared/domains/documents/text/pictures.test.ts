import { loadImage } from '@napi-rs/canvas';
import { openDocument } from '@wheelhouse/shared/domains/documents/text/open.ts';
import { describe, expect, test } from 'vitest';
import { jpegWithOrientation, textPicture, turned } from './make-picture.ts';
import { makeTiff } from './make-tiff.ts';
import { readAll, refusal } from './open.ts';

const receipt = ['Fuel receipt of 14 March 2026', 'Diesel 61.20 litres', 'Total amount 101.40 EUR'];
const picture = textPicture(receipt, { width: 800, height: 300, sizePx: 30 });

test.each([
  ['png', picture.toBuffer('image/png')],
  ['jpg', picture.toBuffer('image/jpeg')],
  ['webp', picture.toBuffer('image/webp', 90)],
  ['gif', picture.toBuffer('image/gif')],
  ['tif', makeTiff([picture])],
] as const)('a picture is read (%s)', async (fileType, bytes) => {
  const document = await readAll(bytes, 'receipt.dat');
  expect(document).toMatchObject({ fileType, pageCount: 1, text: receipt.join('\n') });
  expect(document.pages[0]).toMatchObject({ source: 'ocr', number: 1 });
  expect(document.pages[0]!.ocrConfidence).toBeGreaterThan(0.8);
  expect(document.pages[0]!.lines.map((line) => line.text)).toEqual(receipt);
  // The second line's letters begin 60 pixels from the left and stand on 144.
  const box = document.pages[0]!.lines[1]!.box!;
  expect(box.x).toBeCloseTo(60 / 8, 0);
  expect(((box.y + box.height) * 300) / 100).toBeGreaterThan(140);
  expect(((box.y + box.height) * 300) / 100).toBeLessThan(156);
});

test.each([90, 180, 270])('a picture turned by %i degrees is read upright', async (angle) => {
  const { text, pages } = await readAll(turned(picture, angle).toBuffer('image/png'));
  expect(text).toBe(receipt.join('\n'));
  expect(pages[0]!.lines[0]!.box!.y).toBeLessThan(30);
});

test.each([
  [3, 180],
  [6, 270],
  [8, 90],
])('what a camera notes about its position is heeded (EXIF orientation %i)', async (orientation, angle) => {
  const { text } = await readAll(jpegWithOrientation(turned(picture, angle), orientation));
  expect(text).toBe(receipt.join('\n'));
});

test('a picture that is slightly askew is read, and its lines stand where they are seen', async () => {
  const { text, pages } = await readAll(turned(picture, 4).toBuffer('image/png'));
  expect(text.replace(/\n+/g, '\n')).toBe(receipt.join('\n'));
  // The upper left corner moves 26 pixels up and to the right; the text begins about 350 from the centre.
  expect(pages[0]!.lines[0]!.box!.x).toBeGreaterThan(7.5);
});

test('small letters, and grey ones on grey paper, are read', async () => {
  const small = textPicture(receipt, { width: 260, height: 110, sizePx: 10 });
  expect((await readAll(small.toBuffer('image/png'))).text.replace(/\n+/g, '\n')).toBe(receipt.join('\n'));
  const faint = textPicture(receipt, { width: 800, height: 300, sizePx: 30, color: '#999', paper: '#c4c4c4' });
  expect((await readAll(faint.toBuffer('image/png'))).text).toBe(receipt.join('\n'));
});

test('a picture without letters is a page without text', async () => {
  const { pages } = await readAll(textPicture([], { width: 300, height: 200 }).toBuffer('image/png'));
  expect(pages[0]).toMatchObject({ source: 'none', text: '', lines: [], ocrConfidence: null });
});

test('letters in the grid of a table, a title in large type and letters on a dark bar are all read', async () => {
  const form = textPicture(['TRUCK INSPECTION', '', 'Brake system', 'Coupling devices', 'Exhaust system'], {
    width: 900,
    height: 460,
  });
  const context = form.getContext('2d');
  context.fillRect(50, 340, 800, 70);
  context.fillStyle = 'white';
  context.fillText('Passed 05/21/2026', 64, 386);
  context.lineWidth = 2;
  for (const y of [162, 213, 264, 315]) context.strokeRect(50, y, 800, 51);
  for (const x of [400, 600]) context.strokeRect(x, 162, 100, 153);
  const { text } = await readAll(turned(form, 1).toBuffer('image/png'));
  expect(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(/\W+/g, ' ').trim()),
  ).toEqual(
    expect.arrayContaining(['TRUCK INSPECTION', 'Brake system', 'Coupling devices', 'Exhaust system', 'Passed 05 21 2026']),
  );
});

test('paper with shadows and grain is read, and soon', async () => {
  const page = textPicture(receipt, { width: 1240, height: 1754, sizePx: 24 });
  const context = page.getContext('2d');
  const image = context.getImageData(0, 0, page.width, page.height);
  let grain = 1;
  for (let at = 0; at < image.data.length; at += 4) {
    // A linear congruential generator (Numerical Recipes): the same grain each time.
    grain = (Math.imul(grain, 1664525) + 1013904223) >>> 0;
    const shade = 1 - (0.3 * at) / image.data.length;
    for (const channel of [0, 1, 2])
      image.data[at + channel] = (20 + image.data[at + channel]! * 0.9) * shade + (grain >>> 27) - 16;
  }
  context.putImageData(image, 0, 0);
  const { text } = await readAll(page.toBuffer('image/jpeg', 60));
  expect(text.replace(/\n+/g, '\n')).toBe(receipt.join('\n'));
});

test('the pictures of a TIFF are its pages', async () => {
  const second = textPicture(['Second sheet of the fax'], { width: 800, height: 300, sizePx: 30 });
  const { pageCount, pages } = await readAll(makeTiff([picture, second]));
  expect(pageCount).toBe(2);
  expect(pages.map((page) => page.text)).toEqual([receipt.join('\n'), 'Second sheet of the fax']);
  // At 200 dots an inch.
  expect(pages[1]).toMatchObject({ widthPt: 288, heightPt: 108 });
  expect(await refusal(makeTiff([picture, second]), 'a.tif', { maxPages: 1 })).toBe('too_many_pages');
});

describe('a decompression bomb is refused by its header', () => {
  test.each([
    ['png', pngHeader(20_000, 20_000)],
    ['bmp', bmpHeader(20_000, -20_000)],
    ['gif', Buffer.concat([Buffer.from('GIF89a'), Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.alloc(16)])],
  ])('%s', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('too_large_picture');
  });
});

test('a damaged picture says so', async () => {
  expect(await refusal(picture.toBuffer('image/png').subarray(0, 2000))).toBe('corrupt');
  expect(await refusal(picture.toBuffer('image/jpeg').subarray(0, 20))).toBe('corrupt');
  expect(await refusal(makeTiff([picture]).subarray(0, 100))).toBe('corrupt');
  expect(await refusal(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2]))).toBe('corrupt');
});

test('a thumbnail shows the first page in at most 400 by 400 pixels', async () => {
  const size = async (bytes: Uint8Array) => {
    const document = await openDocument(bytes, { fileName: 'a' });
    const png = await document.thumbnail();
    await document.close();
    if (!png) return undefined;
    const { width, height } = await loadImage(Buffer.from(png));
    return [width, height];
  };
  expect(await size(picture.toBuffer('image/png'))).toEqual([400, 150]);
  expect(await size(jpegWithOrientation(turned(picture, 270), 6))).toEqual([400, 150]);
  expect(await size(makeTiff([picture]))).toEqual([400, 150]);
  expect(await size(Buffer.from('only text'))).toBeUndefined();
});

function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008060000000000000049454e44', 'hex');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

function bmpHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  return header;
}
