import type { Canvas } from '@napi-rs/canvas';
import { eraseRules } from './erase-rules.ts';
import { evenPaper } from './even-paper.ts';
import { histogramOf, levelAt } from './histogram.ts';

/** Where most is darker than this, letters are lighter than what is around them. */
const darkPaper = 100;

/** A binary greyscale file (PGM, netpbm's `P5`): dark letters on evenly white paper without rules. */
export function greyPicture(canvas: Canvas): Uint8Array {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`);
  const picture = new Uint8Array(header.byteLength + width * height);
  picture.set(header);
  const grey = picture.subarray(header.byteLength);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 4) {
    // ITU-R BT.601 luma.
    grey[pixel] = (data[at]! * 77 + data[at + 1]! * 150 + data[at + 2]! * 29) >> 8;
  }
  const median = levelAt(histogramOf(grey), grey.length / 2);
  if (median < darkPaper) for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = 255 - grey[pixel]!;
  evenPaper(grey, width, height);
  eraseRules(grey, width, height);
  return picture;
}
