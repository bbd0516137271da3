import { startable } from '@wheelhouse/emulator/process/startable.ts';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.restoreAllMocks());

const quiet = () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return vi.spyOn(console, 'error').mockReturnValue();
};

test('a stop lets the step under way end, stops what it started too, and begins no other', async () => {
  quiet();
  const { step, parts, start, stop } = startable();
  const stopped: string[] = [];
  const part = (name: string) => ({ name, stop: async () => void stopped.push(name) });
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const begun: string[] = [];
  const running = start(async () => {
    await step('one', async () => parts.push(part('one')));
    await step('two', async () => {
      entered.resolve();
      await release.promise;
      parts.push(part('two'));
    });
    await step('three', async () => begun.push('three'));
    return 0;
  });
  await entered.promise;
  const stopping = stop();
  release.resolve();
  await stopping;
  expect(stopped).toEqual(['two', 'one']);
  expect(begun).toEqual([]);
  expect(await running).toBeUndefined();
});

test('a start that fails is told with its cause and answers 1', async () => {
  const said = quiet();
  const { start } = startable();
  expect(await start(() => Promise.reject(new Error('no database', { cause: new Error('connection refused') })))).toBe(1);
  expect(said).toHaveBeenCalledWith(expect.stringMatching(/no database\n {2}connection refused/));
});

test('a part that cannot be stopped is named, and the others are stopped', async () => {
  const { parts, stop } = startable();
  const stopped: string[] = [];
  parts.push({ name: 'first', stop: async () => void stopped.push('first') });
  parts.push({ name: 'second', stop: () => Promise.reject(new Error('stuck')) });
  await expect(stop()).rejects.toThrow('second: stuck');
  expect(stopped).toEqual(['first']);
});
