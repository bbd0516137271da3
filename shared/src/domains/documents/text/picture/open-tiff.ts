import type { OpenDocument } from '../open-document.ts';
import { openPdf } from '../pdf/open-pdf.ts';
import { pdfOfPictures } from './pdf-of-pictures.ts';
import { tiffPages } from './tiff-directory.ts';
import { tiffPicture } from './tiff-picture.ts';

/**
 * A TIFF, a page each of its pictures. PDF knows the same compressions, so its pictures become pages of a PDF without being decoded.
 * @throws UnreadableDocument
 */
export async function openTiff(
  bytes: Uint8Array,
  options: { maxPages: number; signal?: AbortSignal | undefined },
): Promise<OpenDocument> {
  const pictures = tiffPages(bytes, options.maxPages).map((page) => tiffPicture(bytes, page));
  const pdf = await openPdf(pdfOfPictures(pictures), { ...options, kind: 'TIFF' });
  return { ...pdf, fileType: 'tif' };
}
