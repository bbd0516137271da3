import type { PDFDocumentLoadingTask, PDFDocumentProxy } from 'pdfjs-dist';
import type { ExtractedText, ExtractOptions, PageText } from './extracted-text.ts';
import { type Fragment, type Line, pageLines } from './page-lines.ts';
import { bodyTextSize, headingOf, joinLines } from './page-text.ts';
import { loadPdfJs, pdfJsAssets } from './pdfjs.ts';
import { UnreadableDocument } from './unreadable-document.ts';

/** True where `%PDF-` stands in the first 1,024 bytes (ISO 32000-1, annex H.3.4.1 on what readers accept). */
export function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).includes('%PDF-');
}

/**
 * The text of a PDF by page, in reading order, lines and paragraphs rebuilt from positions.
 * @throws UnreadableDocument; the signal's reason when aborted
 */
export async function extractPdfText(bytes: Uint8Array, options: ExtractOptions = {}): Promise<ExtractedText> {
  const { maxPages = 1000, signal } = options;
  signal?.throwIfAborted();
  if (!looksLikePdf(bytes)) throw new UnreadableDocument('not_a_pdf', 'This file is not a PDF: it has no %PDF- header.');
  const { getDocument, VerbosityLevel } = await loadPdfJs();
  const task = getDocument({
    // pdf.js takes the buffer over, so it gets a copy.
    data: new Uint8Array(bytes),
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: VerbosityLevel.ERRORS,
    ...pdfJsAssets(),
  });
  try {
    const document = await opened(task);
    if (document.numPages > maxPages) {
      throw new UnreadableDocument('too_many_pages', `This PDF has ${document.numPages} pages; at most ${maxPages} are read.`);
    }
    const pages = await readPages(document, signal);
    if (pages.every((page) => page.text === '')) {
      throw new UnreadableDocument('no_text', 'This PDF has no text, only images or drawings: it is probably a scan.');
    }
    const title = (await metadataTitle(document)) ?? pages[0]?.heading;
    return { pageCount: document.numPages, pages, ...(title && { title }) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument('corrupt', 'This PDF is damaged and cannot be read.', { cause: error });
  } finally {
    await task.destroy();
  }
}

async function opened(task: PDFDocumentLoadingTask): Promise<PDFDocumentProxy> {
  return await task.promise.catch((error: Error) => {
    if (error.name !== 'PasswordException') throw error;
    throw new UnreadableDocument('encrypted', 'This PDF is protected by a password. Upload it without one.');
  });
}

async function readPages(document: PDFDocumentProxy, signal: AbortSignal | undefined): Promise<PageText[]> {
  const pages: Line[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    signal?.throwIfAborted();
    pages.push(pageLines(await readFragments(document, number)));
  }
  const bodySize = bodyTextSize(pages.flat());
  return pages.map((lines, index) => {
    const heading = headingOf(lines, bodySize);
    return { number: index + 1, text: joinLines(lines), ...(heading && { heading }) };
  });
}

async function readFragments(document: PDFDocumentProxy, number: number): Promise<Fragment[]> {
  const page = await document.getPage(number);
  // The viewport's matrix applies the page's rotation and makes y grow downwards.
  const [a, b, c, d, e, f] = page.getViewport({ scale: 1 }).transform as [number, number, number, number, number, number];
  const { items } = await page.getTextContent();
  const fragments: Fragment[] = [];
  let afterSpace = false;
  for (const item of items) {
    if (!('str' in item)) continue;
    const text = item.str.replaceAll('\0', '');
    if (text.trim() === '') {
      afterSpace ||= text !== '';
      continue;
    }
    const [ia, ib, ic, id, x, y] = item.transform as [number, number, number, number, number, number];
    const horizontal = Math.abs(b * ia + d * ib) < a * ia + c * ib;
    fragments.push({
      text,
      x: a * x + c * y + e,
      y: b * x + d * y + f,
      width: item.width,
      size: Math.hypot(ic, id) || 1,
      horizontal,
      afterSpace,
    });
    afterSpace = item.hasEOL;
  }
  page.cleanup();
  return fragments;
}

async function metadataTitle(document: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await document.getMetadata();
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : '';
  return title || undefined;
}
