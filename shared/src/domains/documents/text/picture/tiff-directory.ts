import { UnreadableDocument } from '../unreadable-document.ts';

/** Fields of a TIFF page by their tag (TIFF 6.0, part 1). */
export type TiffPage = ReadonlyMap<number, readonly number[]>;

export const tiffTag = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  planarConfiguration: 284,
  faxOptions: 292,
  resolutionUnit: 296,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  jpegTables: 347,
} as const;

const sizes: Record<number, number> = { 1: 1, 3: 2, 4: 4, 5: 8, 7: 1 };
const mostValues = 1_000_000;

/**
 * The pages of a TIFF file (TIFF 6.0, section 2).
 * @throws UnreadableDocument `corrupt`; `too_many_pages` for more than `maxPages`
 */
export function tiffPages(bytes: Uint8Array, maxPages: number): TiffPage[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  try {
    const pages: TiffPage[] = [];
    let offset = view.getUint32(4, little);
    while (offset !== 0) {
      // A list of pages that leads back to itself is as endless as one that is too long.
      if (pages.length === maxPages) throw new UnreadableDocument('too_many_pages', `This TIFF has more than ${maxPages} pages.`);
      const count = view.getUint16(offset, little);
      pages.push(new Map(Array.from({ length: count }, (_, index) => readField(view, offset + 2 + index * 12, little))));
      offset = view.getUint32(offset + 2 + count * 12, little);
    }
    if (pages.length === 0) throw new RangeError('No page.');
    return pages;
  } catch (error) {
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument('corrupt', 'This TIFF is damaged and cannot be read.', { cause: error });
  }
}

function readField(view: DataView, at: number, little: boolean): [number, number[]] {
  const tag = view.getUint16(at, little);
  const type = view.getUint16(at + 2, little);
  const count = view.getUint32(at + 4, little);
  const size = sizes[type];
  // Texts and the fields of programs are not needed.
  if (size === undefined || count > mostValues) return [tag, []];
  const start = size * count <= 4 ? at + 8 : view.getUint32(at + 8, little);
  return [tag, Array.from({ length: count }, (_, index) => readValue(view, type, start + index * size, little))];
}

function readValue(view: DataView, type: number, at: number, little: boolean): number {
  if (type === 3) return view.getUint16(at, little);
  if (type === 4) return view.getUint32(at, little);
  if (type === 5) return view.getUint32(at, little) / (view.getUint32(at + 4, little) || 1);
  return view.getUint8(at);
}
