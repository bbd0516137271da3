import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { recognize } from '@wheelhouse/shared/domains/documents/text/ocr/recognizer.ts';
import { expect, test } from 'vitest';
import { textPicture } from './make-picture.ts';
import { readAll, refusal } from './open.ts';

const picture = textPicture(['Odometer 48210 km'], { width: 500, height: 150 }).toBuffer('image/png');
const page = textPicture(
  Array.from({ length: 40 }, (_, n) => `Line ${n} of a long report about a vehicle`),
  { width: 1000, height: 2200 },
);

/** The next thread that this process starts. */
const nextThread = () => new Promise<Worker>((resolve) => process.once('worker', resolve));
const isReading = (thread: Worker) =>
  new Promise<void>((resolve) =>
    thread.on('message', ({ action, status }) => action === 'recognize' && status === 'progress' && resolve()),
  );

test('one thread reads all pictures, and a new one takes over where it died in the middle of one', async () => {
  const first = nextThread();
  const reading = readAll(page.toBuffer('image/png'));
  const thread = await first;
  await isReading(thread);
  const second = nextThread();
  await thread.terminate();
  expect((await reading).text).toContain('Line 39 of a long report');
  await second;
  let threads = 0;
  const count = () => threads++;
  process.on('worker', count);
  const texts = await Promise.all([readAll(picture), readAll(picture)]);
  process.off('worker', count);
  expect(texts.map(({ text }) => text)).toEqual(['Odometer 48210 km', 'Odometer 48210 km']);
  expect(threads).toBe(0);
});

test('bytes that are no picture fail alone', async () => {
  await expect(recognize(Buffer.from('no picture'))).rejects.toMatchObject({ reason: 'corrupt' });
  expect((await readAll(picture)).text).toBe('Odometer 48210 km');
});

test('reading a picture stops when it is aborted, and the next picture is read', async () => {
  await readAll(picture);
  const controller = new AbortController();
  const reading = refusal(page.toBuffer('image/png'), 'a.png', { signal: controller.signal });
  setImmediate(() => controller.abort(new Error('enough')));
  expect(await reading).toBe('Error: enough');
  expect((await readAll(picture)).text).toBe('Odometer 48210 km');
});

test('a process that has read a picture ends by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recognizer-'));
  const file = join(folder, 'picture.png');
  await writeFile(file, picture);
  const open = import.meta.resolve('@wheelhouse/shared/domains/documents/text/open.ts');
  const program = `import { readFile } from 'node:fs/promises';
    const { openDocument } = await import(${JSON.stringify(open)});
    const document = await openDocument(await readFile(${JSON.stringify(file)}), { fileName: 'a.png' });
    console.log((await document.readPage(1)).text);`;
  const options = { timeout: 20_000 };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], options);
  await rm(folder, { recursive: true });
  expect(stdout).toBe('Odometer 48210 km\n');
});
