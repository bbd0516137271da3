import { deflateSync } from 'node:zlib';
import type { Canvas } from '@napi-rs/canvas';

/** A TIFF 6.0 file of grey pictures at 200 dots an inch, deflated, each in two strips. */
export function makeTiff(pictures: readonly Canvas[]): Buffer {
  const parts: Buffer[] = [Buffer.from('II*\0', 'latin1'), Buffer.alloc(4)];
  const length = () => parts.reduce((sum, part) => sum + part.byteLength, 0);
  let link = parts[1]!;
  let linkAt = 0;
  for (const picture of pictures) {
    const { width, height } = picture;
    const pixels = picture.getContext('2d').getImageData(0, 0, width, height).data;
    const grey = Buffer.from(Array.from({ length: width * height }, (_, index) => pixels[index * 4]!));
    const rows = Math.ceil(height / 2);
    const strips = [grey.subarray(0, rows * width), grey.subarray(rows * width)].map((strip) => deflateSync(strip));
    const offsets = [length(), length() + strips[0]!.byteLength];
    parts.push(...strips);
    const extra = length();
    const values = Buffer.alloc(24);
    [...offsets, ...strips.map((strip) => strip.byteLength), 200, 1].forEach((value, index) => {
      values.writeUInt32LE(value, index * 4);
    });
    parts.push(values);
    link.writeUInt32LE(length(), linkAt);
    // Tag, type (3 short, 4 long, 5 rational), count, value or where it is.
    const fields = [
      [256, 4, 1, width],
      [257, 4, 1, height],
      [258, 3, 1, 8],
      [259, 3, 1, 8],
      [262, 3, 1, 1],
      [273, 4, 2, extra],
      [277, 3, 1, 1],
      [278, 4, 1, rows],
      [279, 4, 2, extra + 8],
      [282, 5, 1, extra + 16],
      [296, 3, 1, 2],
    ] as const;
    const directory = Buffer.alloc(2 + fields.length * 12 + 4);
    directory.writeUInt16LE(fields.length, 0);
    for (const [index, [tag, type, count, value]] of fields.entries()) {
      directory.writeUInt16LE(tag, 2 + index * 12);
      directory.writeUInt16LE(type, 4 + index * 12);
      directory.writeUInt32LE(count, 6 + index * 12);
      directory.writeUInt32LE(value, 10 + index * 12);
    }
    parts.push(directory);
    link = directory;
    linkAt = directory.byteLength - 4;
  }
  return Buffer.concat(parts);
}
