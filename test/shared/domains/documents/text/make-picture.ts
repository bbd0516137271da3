import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts');
GlobalFonts.registerFromPath(join(fonts, 'LiberationSans-Regular.ttf'), 'Test Sans');

/** A white picture with black lines of text from its upper left corner. */
export function textPicture(
  lines: readonly string[],
  options: { width?: number; height?: number; sizePx?: number; color?: string; paper?: string } = {},
): Canvas {
  const { width = 1000, height = 500, sizePx = 32, color = 'black', paper = 'white' } = options;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  context.fillStyle = color;
  context.font = `${sizePx}px "Test Sans"`;
  for (const [index, line] of lines.entries()) context.fillText(line, 2 * sizePx, (index + 2) * sizePx * 1.6);
  return canvas;
}

/** The picture turned clockwise. */
export function turned(picture: Canvas, degrees: number): Canvas {
  const onEnd = degrees % 180 === 90;
  const canvas = createCanvas(onEnd ? picture.height : picture.width, onEnd ? picture.width : picture.height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
  return canvas;
}

/** A JPEG with an EXIF orientation (EXIF 2.3, tag 0x0112). */
export function jpegWithOrientation(picture: Canvas, orientation: number): Buffer {
  const jpeg = picture.toBuffer('image/jpeg');
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const marker = Buffer.from([0xff, 0xe1, 0, exif.byteLength + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), marker, exif, jpeg.subarray(2)]);
}
