import type { Canvas } from '@napi-rs/canvas';

/** A binary greyscale file (PGM, netpbm's `P5`), its contrast stretched so that the darkest hundredth is black and the paper white. */
export function greyPicture(canvas: Canvas): Uint8Array {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`);
  const picture = new Uint8Array(header.byteLength + width * height);
  picture.set(header);
  const grey = picture.subarray(header.byteLength);
  const histogram = new Uint32Array(256);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 4) {
    // ITU-R BT.601 luma.
    const luma = (data[at]! * 77 + data[at + 1]! * 150 + data[at + 2]! * 29) >> 8;
    grey[pixel] = luma;
    histogram[luma]!++;
  }
  const levels = stretched(histogram, grey.length);
  for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = levels[grey[pixel]!]!;
  return picture;
}

function stretched(histogram: Uint32Array, pixels: number): Uint8Array {
  const black = percentile(histogram, pixels * 0.01);
  const white = percentile(histogram, pixels * 0.7);
  // On a page of one shade there is nothing to stretch.
  if (white - black < 32) return Uint8Array.from({ length: 256 }, (_, level) => level);
  return Uint8Array.from({ length: 256 }, (_, level) =>
    Math.min(255, Math.max(0, Math.round(((level - black) * 255) / (white - black)))),
  );
}

function percentile(histogram: Uint32Array, count: number): number {
  let seen = 0;
  for (const [level, pixels] of histogram.entries()) {
    seen += pixels;
    if (seen >= count) return level;
  }
  return 255;
}
