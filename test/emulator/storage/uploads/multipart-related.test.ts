import { splitMultipart } from '@wheelhouse/emulator/storage/uploads/multipart-related.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

const wrap = (media: Buffer) =>
  Buffer.concat([
    Buffer.from('--b0\r\nContent-Type: application/json\r\n\r\n{"name":"x"}\r\n--b0\r\nContent-Type: text/plain\r\n\r\n'),
    media,
    Buffer.from('\r\n--b0--'),
  ]);

test('gives back any media, however the network cuts it', async () => {
  const piece = fc.constantFrom('\r', '\n', '-', 'b', '0', '\r\n--', '\r\n--b', 'data');
  await fc.assert(
    fc.asyncProperty(fc.array(piece), fc.integer({ min: 1, max: 40 }), async (pieces, size) => {
      const media = Buffer.from(
        pieces.reduce((text, one) => (`${text}${one}`.includes('\r\n--b0') ? text : `${text}${one}`), ''),
      );
      const parts = await splitMultipart('multipart/related; boundary=b0', inPieces(wrap(media), size));
      expect(parts).toMatchObject({ resource: '{"name":"x"}', mediaType: 'text/plain' });
      expect(await collect(parts.media)).toEqual(media);
    }),
  );
});

test('refuses a body that ends too early or has a third part', async () => {
  const split = async (text: string) =>
    collect((await splitMultipart('multipart/related; boundary="b0"', inPieces(Buffer.from(text), 7))).media);
  const whole = wrap(Buffer.from('media')).toString();
  await expect(split(whole.slice(0, -8))).rejects.toMatchObject({ status: 400 });
  await expect(split(whole.slice(0, 30))).rejects.toMatchObject({ status: 400 });
  await expect(split(whole.replace('--b0--', '--b0\r\n\r\nthird\r\n--b0--'))).rejects.toMatchObject({ status: 400 });
  await expect(splitMultipart('text/plain', inPieces(Buffer.alloc(0), 1))).rejects.toMatchObject({ status: 400 });
});
