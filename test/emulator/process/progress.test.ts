import { progress } from '@wheelhouse/emulator/process/index.ts';
import { expect, test } from 'vitest';

function record(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const step = progress({ output: { isTTY, write: (text) => written.push(text) }, now: () => nowMs });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { step, advance, text: () => written.join('') };
}

test('a step is one line with its seconds when the output is a file', async () => {
  const { step, advance, text } = record(false);
  expect(await step('database', async () => advance(1250) ?? 'result')).toBe('result');
  expect(text()).toBe('  database ready (1.3 s)\n');
});

test('steps that overlap each have a line, in the order in which they end', async () => {
  const { step, advance, text } = record(false);
  const slow = Promise.withResolvers<void>();
  const first = step('auth', () => slow.promise);
  await step('storage', async () => advance(100));
  advance(2000);
  slow.resolve();
  await first;
  expect(text()).toBe('  storage ready (0.1 s)\n  auth ready (2.1 s)\n');
});

test('a step that fails says so and passes its error on', async () => {
  const { step, text } = record(false);
  await expect(step('database', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(text()).toBe('  database failed (0.0 s)\n');
});

test('a terminal shows what is under way before it ends', async () => {
  const { step, text } = record(true);
  await step('database', async () => expect(text()).toBe('\r\u001b[K  … database 0 s'));
  expect(text().endsWith('\r\u001b[K  database ready (0.0 s)\n')).toBe(true);
});
