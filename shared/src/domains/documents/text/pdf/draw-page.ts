import type { Canvas } from '@napi-rs/canvas';
import type { PDFPageProxy } from 'pdfjs-dist';

/** Draws a page on white, `scale` pixels a point, without running or fetching anything. */
export async function drawPage(page: PDFPageProxy, scale: number, signal?: AbortSignal): Promise<Canvas> {
  const { createCanvas } = await import('@napi-rs/canvas');
  const viewport = page.getViewport({ scale });
  const canvas = createCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)));
  // pdf.js is typed for browsers, and takes this canvas in Node.
  const task = page.render({ canvas: canvas as never, viewport, background: 'white' });
  const abort = () => task.cancel();
  signal?.addEventListener('abort', abort);
  try {
    await task.promise;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  signal?.throwIfAborted();
  return canvas;
}
