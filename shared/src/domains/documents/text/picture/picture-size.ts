import type { PictureType } from '../sniff/sniff.ts';

export type PictureSize = { width: number; height: number };

/** The width and height that a picture's header declares, so that nothing is decoded to know them; undefined where it has none. */
export function pictureSize(bytes: Uint8Array, type: Exclude<PictureType, 'tif'>): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readers[type](view);
  } catch (error) {
    // The header ends before its fields do.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const readers: Record<Exclude<PictureType, 'tif'>, (view: DataView) => PictureSize | undefined> = {
  // PNG specification, 11.2.1.
  png: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  // GIF89a, 18: the logical screen; a frame cannot be larger to be drawn whole.
  gif: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  // BITMAPCOREHEADER has 16-bit sizes; a negative height means rows from the top.
  bmp: (view) =>
    view.getUint32(14, true) === 12
      ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
      : { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) },
  webp: webpSize,
  jpg: jpegSize,
};

/** RFC 9649, 2.5 to 2.7. */
function webpSize(view: DataView): PictureSize | undefined {
  const format = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  if (format === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (format === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (format !== 'VP8X') return undefined;
  return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 };
}

/** ITU-T T.81, B.2.2: the first start-of-frame marker. */
function jpegSize(view: DataView): PictureSize | undefined {
  let offset = 2;
  for (;;) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    const marker = view.getUint8(offset + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) };
    // Fill bytes may stand before a marker.
    offset += marker === 0xff ? 1 : 2 + view.getUint16(offset + 2);
  }
}
