import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { PDFDocumentLoadingTask } from 'pdfjs-dist';

type PdfJs = typeof import('pdfjs-dist');

let loading: Promise<PdfJs> | undefined;

/** The pictures of a page above this many pixels are left out. */
const mostImagePixels = 100_000_000;

/**
 * Starts to read a PDF with pdf.js, on a copy of the bytes (it takes the buffer over). Character maps, fonts, colour profiles and
 * decoders come from the package's own folders: nothing is fetched, and no script in the file is run.
 */
export async function loadPdf(bytes: Uint8Array): Promise<PDFDocumentLoadingTask> {
  loading ??= load();
  const { getDocument, VerbosityLevel } = await loading;
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const folder = (name: string) => join(root, name) + sep;
  return getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    iccUrl: folder('iccs'),
    wasmUrl: folder('wasm'),
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    maxImageSize: mostImagePixels,
    verbosity: VerbosityLevel.ERRORS,
  });
}

/** pdf.js, loaded once, with its worker in this thread: importing the worker module is how pdf.js finds it without a URL. */
async function load(): Promise<PdfJs> {
  await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  return await import('pdfjs-dist/legacy/build/pdf.mjs');
}
