import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Page } from 'tesseract.js';

/** What is used of the program's answer. */
export type ReadPage = Pick<Page, 'blocks'> & Partial<Pick<Page, 'rotateRadians'>>;

type Answer = { jobId: string; action: string; status: 'resolve' | 'reject' | 'progress'; data: unknown };
type Waiting = { resolve: (data: unknown) => void; reject: (error: Error) => void };

/**
 * One column of text of varying sizes (4): taken for a single block (6), which tesseract.js starts with, a page loses its titles, and where the
 * program finds the layout itself (3) a narrow column of numbers is lost.
 */
const parameters = { tessedit_pageseg_mode: '4', preserve_interword_spaces: '1', user_defined_dpi: '300' };

/** The program itself says that it cannot do what it was asked; its thread lives. */
export class RefusedJob extends Error {
  override readonly name = 'RefusedJob';
}

/**
 * Tesseract in a thread of its own, with the English model of the package @tesseract.js-data/eng. It speaks to the worker script of
 * tesseract.js directly: its `createWorker` throws into the process when the thread dies, and waits for ever when a model is missing.
 * The thread keeps the process alive only while it reads.
 */
export class TesseractThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<string, Waiting>();
  #jobs = 0;
  #ended: Error | undefined;

  constructor() {
    const require = createRequire(import.meta.url);
    this.#worker = new Worker(require.resolve('tesseract.js/src/worker-script/node/index.js'), { stdout: true, stderr: true });
    this.#worker.on('message', (answer: Answer) => this.#settle(answer));
    this.#worker.on('error', (error: Error) => this.#end(error));
    this.#worker.on('exit', (code) => this.#end(new Error(`The thread that reads pictures ended with code ${code}.`)));
    this.#worker.unref();
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Loads the program and the model: about half a second. */
  async start(): Promise<void> {
    const model = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
    const options = { langPath: join(model, '4.0.0_best_int'), gzip: true, cacheMethod: 'none', lstmOnly: true };
    await this.#ask('load', { options: { lstmOnly: true, logging: false } });
    await this.#ask('loadLanguage', { langs: ['eng'], options });
    await this.#ask('initialize', { langs: ['eng'], oem: 1, config: {} });
    await this.#ask('setParameters', { params: parameters });
  }

  /**
   * @param picture a file that Leptonica reads: PNM, PNG, JPEG
   * @throws RefusedJob, or why the thread ended
   */
  async recognize(picture: Uint8Array): Promise<ReadPage> {
    const output = { text: false, blocks: true };
    try {
      return (await this.#ask('recognize', { image: picture, options: { rotateAuto: true }, output })) as Page;
    } catch (error) {
      // Its answer is empty, not JSON, where it finds no place for text at all.
      if (error instanceof RefusedJob && error.message.includes('Unexpected end of JSON input')) return { blocks: [] };
      throw error;
    }
  }

  async end(reason: Error): Promise<void> {
    this.#end(reason);
    await this.#worker.terminate();
  }

  async #ask(action: string, payload: unknown): Promise<unknown> {
    if (this.#ended) throw this.#ended;
    const jobId = String(++this.#jobs);
    this.#worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(jobId, { resolve, reject });
        this.#worker.postMessage({ workerId: 'ocr', jobId, action, payload });
      });
    } finally {
      this.#waiting.delete(jobId);
      if (this.#waiting.size === 0) this.#worker.unref();
    }
  }

  #settle(answer: Answer): void {
    if (answer.status === 'resolve') this.#waiting.get(answer.jobId)?.resolve(answer.data);
    if (answer.status === 'reject') this.#waiting.get(answer.jobId)?.reject(new RefusedJob(String(answer.data)));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
  }
}
