import { UnreadableDocument } from '../unreadable-document.ts';
import { OcrFailed } from './ocr-failed.ts';
import { type ReadPage, RefusedJob, TesseractThread } from './tesseract-thread.ts';

const idleMs = 30_000;
const mostReadingMs = 120_000;
/** Memory that the program once took for a large picture stays taken: it starts anew now and then. */
const picturesPerThread = 200;
const attempts = 2;

let thread: TesseractThread | undefined;
let pictures = 0;
let queue: Promise<unknown> = Promise.resolve();
let idle: NodeJS.Timeout | undefined;

/**
 * Reads a picture with the one thread of this process, which starts at the first picture, ends when it has been idle for half a minute, and
 * is started again where it died.
 * @param picture a file that Leptonica reads: PNM, PNG, JPEG
 * @throws UnreadableDocument `too_slow` after two minutes, `corrupt` for what the program cannot read; OcrFailed where the thread died twice; the signal's reason
 */
export function recognize(picture: Uint8Array, signal?: AbortSignal): Promise<ReadPage> {
  const reading = queue.then(() => recognizeInTurn(picture, signal));
  queue = reading.catch(() => undefined);
  return reading;
}

async function recognizeInTurn(picture: Uint8Array, signal: AbortSignal | undefined): Promise<ReadPage> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await withThread(picture, signal);
    } catch (error) {
      // A program that has failed once may go on to fail: the next picture gets a new one.
      await thread?.end(new Error('Replaced after a failure.'));
      signal?.throwIfAborted();
      if (error instanceof UnreadableDocument || error instanceof OcrFailed) throw error;
      if (attempt < attempts) continue;
      // A new program fails in the same way: it is the picture.
      if (error instanceof RefusedJob) {
        throw new UnreadableDocument('corrupt', 'A picture in this document cannot be read.', { cause: error });
      }
      throw new OcrFailed('A picture could not be read: the program that reads it ended.', { cause: error });
    }
  }
}

async function withThread(picture: Uint8Array, signal: AbortSignal | undefined): Promise<ReadPage> {
  clearTimeout(idle);
  const used = thread && !thread.ended && pictures < picturesPerThread ? thread : await startThread();
  pictures++;
  const tooSlow = new UnreadableDocument('too_slow', 'A picture in this document is too complex to be read as text.');
  const late = setTimeout(() => void used.end(tooSlow), mostReadingMs);
  const abort = () => void used.end(signal!.reason as Error);
  signal?.addEventListener('abort', abort);
  try {
    return await used.recognize(picture);
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', abort);
    idle = setTimeout(() => void used.end(new Error('Nothing was to be read.')), idleMs).unref();
  }
}

async function startThread(): Promise<TesseractThread> {
  await thread?.end(new Error('Replaced by a new thread.'));
  thread = new TesseractThread();
  pictures = 0;
  await thread.start().catch((error: unknown) => {
    throw new OcrFailed('The program that reads pictures does not start.', { cause: error });
  });
  return thread;
}
