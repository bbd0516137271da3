import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { cleanText } from '../clean-text.ts';
import { OcrFailed } from '../ocr/ocr-failed.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Line } from '../page-lines.ts';
import { bodyTextSize } from '../page-text.ts';
import { checkedPage } from '../text-document.ts';
import { thumbnailSide } from '../thumbnail-side.ts';
import { UnreadableDocument } from '../unreadable-document.ts';
import { refusePdfBombs } from './bombs.ts';
import { drawPage } from './draw-page.ts';
import { loadPdf } from './pdfjs.ts';
import { pdfPageLines, readPdfPage } from './read-page.ts';

/** So many pages tell the size of the body text. */
const sampledPages = 5;
/** Fonts and pictures that pages share are let go of after so many pages. */
const pagesBetweenCleanups = 50;

export type PdfOptions = {
  maxPages: number;
  signal?: AbortSignal | undefined;
  /** What its owner knows it as, for messages. `PDF` by default. */
  kind?: string;
};

/**
 * A PDF, read page by page: lines and paragraphs rebuilt from positions; pages that are pictures, or whose text is garbage, are read as
 * pictures.
 * @throws UnreadableDocument `zip_bomb`, `encrypted`, `corrupt`, `too_many_pages`
 */
export async function openPdf(bytes: Uint8Array, options: PdfOptions): Promise<OpenDocument> {
  const { kind = 'PDF' } = options;
  refusePdfBombs(bytes);
  const task = await loadPdf(bytes);
  try {
    const document = await opened(task);
    options.signal?.throwIfAborted();
    if (document.numPages > options.maxPages) {
      const message = `This ${kind} has ${document.numPages} pages; at most ${options.maxPages} are read.`;
      throw new UnreadableDocument('too_many_pages', message);
    }
    const title = await metadataTitle(document);
    return openPages(task, document, title, kind);
  } catch (error) {
    await task.destroy();
    options.signal?.throwIfAborted();
    throw unreadable(error, `This ${kind} is damaged and cannot be read.`);
  }
}

function openPages(
  task: PDFDocumentLoadingTask,
  document: PDFDocumentProxy,
  title: string | undefined,
  kind: string,
): OpenDocument {
  let bodySize: Promise<number> | undefined;
  let pagesRead = 0;
  let queue: Promise<unknown> = Promise.resolve();
  return {
    fileType: 'pdf',
    pageCount: document.numPages,
    title,
    attachments: [],
    readPage,
    thumbnail,
    close: () => task.destroy(),
  };

  async function readPage(number: number, signal?: AbortSignal) {
    checkedPage(number, document.numPages);
    return await inTurn(number, signal, async (page) => {
      bodySize ??= sampleBodySize();
      return await readPdfPage(page, await bodySize, signal);
    });
  }

  async function thumbnail(signal?: AbortSignal) {
    return await inTurn(1, signal, async (page) => {
      const { width, height } = page.getViewport({ scale: 1 });
      const canvas = await drawPage(page, thumbnailSide / Math.max(width, height), signal);
      return new Uint8Array(await canvas.encode('png'));
    });
  }

  /** One page at a time: shared resources cannot be let go of while a page is drawn. */
  function inTurn<T>(number: number, signal: AbortSignal | undefined, use: (page: PDFPageProxy) => Promise<T>): Promise<T> {
    const turn = queue.then(async () => {
      signal?.throwIfAborted();
      try {
        return await withPage(number, use);
      } catch (error) {
        signal?.throwIfAborted();
        throw unreadable(error, `Page ${number} of this ${kind} is damaged and cannot be read.`);
      } finally {
        if (++pagesRead % pagesBetweenCleanups === 0) await document.cleanup();
      }
    });
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function withPage<T>(number: number, use: (page: PDFPageProxy) => Promise<T>): Promise<T> {
    const page = await document.getPage(number);
    try {
      return await use(page);
    } finally {
      page.cleanup();
    }
  }

  /** The first pages tell, whichever page is read first: a page read again is read the same. */
  async function sampleBodySize(): Promise<number> {
    const lines: Line[] = [];
    for (let number = 1; number <= Math.min(sampledPages, document.numPages); number++) {
      // A damaged page says so when it is read itself.
      lines.push(...(await withPage(number, pdfPageLines).catch(() => [])));
    }
    return bodyTextSize(lines);
  }
}

async function opened(task: PDFDocumentLoadingTask): Promise<PDFDocumentProxy> {
  return await task.promise.catch((error: Error) => {
    if (error.name !== 'PasswordException') throw error;
    throw new UnreadableDocument('encrypted', 'This PDF is protected by a password. Upload it without one.');
  });
}

function unreadable(error: unknown, message: string): UnreadableDocument | OcrFailed {
  if (error instanceof UnreadableDocument || error instanceof OcrFailed) return error;
  return new UnreadableDocument('corrupt', message, { cause: error });
}

async function metadataTitle(document: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await document.getMetadata();
  const title = 'Title' in info && typeof info.Title === 'string' ? cleanText(info.Title).trim() : '';
  return title || undefined;
}
