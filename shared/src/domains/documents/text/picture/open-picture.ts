import type { Canvas, Image } from '@napi-rs/canvas';
import type { OpenDocument } from '../open-document.ts';
import type { PictureType } from '../sniff/sniff.ts';
import { checkedPage } from '../text-document.ts';
import { thumbnailSide } from '../thumbnail-side.ts';
import { UnreadableDocument } from '../unreadable-document.ts';
import { pictureSize } from './picture-size.ts';

const mostPixels = 100_000_000;
const mostReadPixels = 9_000_000;
/** A photographed page of fewer pixels has letters too small to be read. */
const leastReadPixels = 2_000_000;

/**
 * A picture as a document of one page, shown as its EXIF orientation says (the decoder turns it), on white where it is transparent. It is
 * decoded when it is read.
 * @throws UnreadableDocument `corrupt`, `too_large_picture` for more than 100 megapixels
 */
export function openPicture(bytes: Uint8Array, fileType: Exclude<PictureType, 'tif'>): OpenDocument {
  const size = pictureSize(bytes, fileType);
  // The decoder makes up what is missing of a PNG that was cut off.
  const isCutOff = fileType === 'png' && !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('IEND');
  if (!size || !(size.width > 0 && size.height > 0) || isCutOff) throw corrupt();
  if (size.width * size.height > mostPixels) {
    const megapixels = Math.round((size.width * size.height) / 1e6);
    throw new UnreadableDocument('too_large_picture', `This picture has ${megapixels} megapixels; at most 100 are read.`);
  }
  return {
    fileType,
    pageCount: 1,
    title: undefined,
    attachments: [],
    readPage: async (number, signal) => {
      checkedPage(number, 1);
      signal?.throwIfAborted();
      const { readPicture } = await import('../ocr/read-picture.ts');
      const read = await readPicture(await drawn(bytes, readingScale), signal);
      return { number: 1, ...read, widthPt: null, heightPt: null };
    },
    thumbnail: async (signal) => {
      signal?.throwIfAborted();
      const canvas = await drawn(bytes, (width, height) => Math.min(1, thumbnailSide / Math.max(width, height)));
      return new Uint8Array(await canvas.encode('png'));
    },
    close: async () => {},
  };
}

async function drawn(bytes: Uint8Array, scaleOf: (width: number, height: number) => number): Promise<Canvas> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image: Image = await loadImage(Buffer.from(bytes)).catch((error: unknown) => {
    throw corrupt(error);
  });
  const scale = scaleOf(image.width, image.height);
  const canvas = createCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function readingScale(width: number, height: number): number {
  const pixels = width * height;
  if (pixels > mostReadPixels) return Math.sqrt(mostReadPixels / pixels);
  return pixels < leastReadPixels ? Math.min(2, Math.sqrt(leastReadPixels / pixels)) : 1;
}

function corrupt(cause?: unknown): UnreadableDocument {
  return new UnreadableDocument('corrupt', 'This picture is damaged and cannot be read.', { cause });
}
