import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

type PdfJs = typeof import('pdfjs-dist');

let loading: Promise<PdfJs> | undefined;

/** pdf.js, loaded once, with its worker in this thread: importing the worker module is how pdf.js finds it without a URL. */
export function loadPdfJs(): Promise<PdfJs> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PdfJs> {
  // Where the optional @napi-rs/canvas is absent pdf.js fails to load, for a matrix that only drawing needs.
  if (!('DOMMatrix' in globalThis)) Object.assign(globalThis, { DOMMatrix: class DOMMatrix {} });
  await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  return await import('pdfjs-dist/legacy/build/pdf.mjs');
}

/** Where the character maps (needed to read many Chinese, Japanese and Korean files) and fonts of the package are. */
export function pdfJsAssets(): { cMapUrl: string; cMapPacked: true; standardFontDataUrl: string } {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  return { cMapUrl: join(root, 'cmaps') + sep, cMapPacked: true, standardFontDataUrl: join(root, 'standard_fonts') + sep };
}
