import { UnreadableDocument } from '../unreadable-document.ts';
import type { PdfPicture } from './pdf-of-pictures.ts';
import { type TiffPage, tiffTag } from './tiff-directory.ts';

const mostPixels = 100_000_000;
const mostPieces = 20_000;
const turns: Record<number, number> = { 3: 180, 6: 90, 8: 270 };
/** Resolutions outside of this are mistakes. */
const dpiRange = [50, 1200] as const;
const usualDpi = 200;

/** A page of a TIFF as PDF describes pictures. @throws UnreadableDocument `corrupt`, `too_large_picture`, `unsupported_type` */
export function tiffPicture(bytes: Uint8Array, page: TiffPage): PdfPicture {
  const value = (tag: number, otherwise: number) => page.get(tag)?.[0] ?? otherwise;
  const width = value(tiffTag.width, 0);
  const height = value(tiffTag.height, 0);
  if (!(width > 0 && height > 0)) throw new UnreadableDocument('corrupt', 'This TIFF is damaged: a picture in it has no size.');
  if (width * height > mostPixels) {
    const megapixels = Math.round((width * height) / 1e6);
    throw new UnreadableDocument('too_large_picture', `This picture has ${megapixels} megapixels; at most 100 are read.`);
  }
  if (value(tiffTag.planarConfiguration, 1) !== 1) throw unsupported();
  return {
    width,
    height,
    pointsPerPixel: 72 / resolution(value),
    rotate: turns[value(tiffTag.orientation, 1)] ?? 0,
    bitsPerComponent: value(tiffTag.bitsPerSample, 1),
    colorSpace: colorSpace(page, value),
    decode: decode(page, value),
    pieces: pieces(bytes, page, { width, height }, value),
  };
}

type Value = (tag: number, otherwise: number) => number;

function colorSpace(page: TiffPage, value: Value): string {
  const samples = value(tiffTag.samplesPerPixel, 1);
  const photometric = value(tiffTag.photometric, 1);
  const bits = value(tiffTag.bitsPerSample, 1);
  if (bits > 8) throw unsupported();
  if (photometric <= 1 && samples === 1) return '/DeviceGray';
  if ((photometric === 2 || photometric === 6) && samples === 3) return '/DeviceRGB';
  if (photometric === 5 && samples === 4) return '/DeviceCMYK';
  const map = page.get(tiffTag.colorMap) ?? [];
  if (photometric !== 3 || samples !== 1 || map.length !== 3 * 2 ** bits) throw unsupported();
  const colors = Array.from({ length: 2 ** bits }, (_, index) =>
    [0, 1, 2].map((channel) => map[channel * 2 ** bits + index]! >> 8),
  );
  return `[/Indexed /DeviceRGB ${2 ** bits - 1} <${Buffer.from(colors.flat()).toString('hex')}>]`;
}

function decode(page: TiffPage, value: Value): string {
  const isWhiteZero = value(tiffTag.photometric, 1) === 0;
  const predictor = value(tiffTag.predictor, 1) === 2 ? 2 : 1;
  const samples = value(tiffTag.samplesPerPixel, 1);
  const columns = page.has(tiffTag.tileOffsets) ? value(tiffTag.tileWidth, 0) : value(tiffTag.width, 0);
  const predicted = `/DecodeParms << /Predictor ${predictor} /Colors ${samples} /BitsPerComponent ${value(tiffTag.bitsPerSample, 1)} /Columns ${columns} >>`;
  const inverted = isWhiteZero ? ' /Decode [1 0]' : '';
  // In fax coding PDF takes white for 1, as TIFF does where white is zero.
  const fax = (parameters: string) =>
    `/Filter /CCITTFaxDecode /DecodeParms << ${parameters} /Columns ${columns} /BlackIs1 ${!isWhiteZero} /EndOfBlock false >>`;
  switch (value(tiffTag.compression, 1)) {
    case 1:
      return inverted;
    case 2:
      return fax('/K 0 /EncodedByteAlign true');
    case 3:
      return fax(`/K ${value(tiffTag.faxOptions, 0) & 1} /EndOfLine true`);
    case 4:
      return fax('/K -1');
    case 5:
      return `/Filter /LZWDecode ${predicted}${inverted}`;
    case 7:
      return `/Filter /DCTDecode${value(tiffTag.photometric, 1) === 2 ? ' /DecodeParms << /ColorTransform 0 >>' : ''}${inverted}`;
    case 8:
    case 32946:
      return `/Filter /FlateDecode ${predicted}${inverted}`;
    case 32773:
      return `/Filter /RunLengthDecode${inverted}`;
    default:
      throw unsupported();
  }
}

function pieces(bytes: Uint8Array, page: TiffPage, size: { width: number; height: number }, value: Value): PdfPicture['pieces'] {
  const isTiled = page.has(tiffTag.tileOffsets);
  const offsets = page.get(isTiled ? tiffTag.tileOffsets : tiffTag.stripOffsets) ?? [];
  const lengths = page.get(isTiled ? tiffTag.tileByteCounts : tiffTag.stripByteCounts) ?? [];
  const width = isTiled ? value(tiffTag.tileWidth, 0) : size.width;
  const rows = isTiled ? value(tiffTag.tileLength, 0) : Math.min(size.height, value(tiffTag.rowsPerStrip, size.height));
  const across = Math.ceil(size.width / width);
  if (!(width > 0 && rows > 0) || width * rows > mostPixels || offsets.length === 0 || offsets.length > mostPieces) {
    throw new UnreadableDocument('corrupt', 'This TIFF is damaged: its picture is in no order.');
  }
  return offsets.map((offset, index) => {
    const y = Math.floor(index / across) * rows;
    const data = bytes.subarray(offset, offset + (lengths[index] ?? 0));
    const height = isTiled ? rows : Math.min(rows, Math.max(1, size.height - y));
    return { x: (index % across) * width, y, width, height, data: prepared(data, page, value) };
  });
}

function prepared(data: Uint8Array, page: TiffPage, value: Value): Uint8Array {
  const tables = page.get(tiffTag.jpegTables) ?? [];
  // Tables end and pictures begin with a marker that does not belong between them.
  if (value(tiffTag.compression, 1) === 7 && tables.length > 4)
    return Buffer.concat([Uint8Array.from(tables.slice(0, -2)), data.subarray(2)]);
  return value(tiffTag.fillOrder, 1) === 2 ? data.map(reversed) : data;
}

function reversed(byte: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) result |= ((byte >> bit) & 1) << (7 - bit);
  return result;
}

function resolution(value: Value): number {
  const dpi = value(tiffTag.xResolution, 0) * (value(tiffTag.resolutionUnit, 2) === 3 ? 2.54 : 1);
  return dpi >= dpiRange[0] && dpi <= dpiRange[1] ? dpi : usualDpi;
}

function unsupported(): UnreadableDocument {
  const advice = 'Save it as PDF, PNG or JPEG and upload that.';
  return new UnreadableDocument('unsupported_type', `This TIFF is of a rare kind (its colours or compression). ${advice}`);
}
