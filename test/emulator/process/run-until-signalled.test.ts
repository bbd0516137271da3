import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Stoppable, stopInReverse } from '@wheelhouse/emulator/process/index.ts';
import { describe, expect, test } from 'vitest';

const indexPath = fileURLToPath(import.meta.resolve('@wheelhouse/emulator/process/index.ts'));

/** A process with two parts; its clock is moved by the test's own lines on standard input, so nothing waits. */
async function startProgram(stopOfSecond: string, timeLimitMs = 10_000) {
  const program = `
    const { runUntilSignalled } = await import(${JSON.stringify(indexPath)});
    const parts = [
      { name: 'first', stop: async () => console.log('stopped first') },
      { name: 'second', stop: async () => { console.log('stopping second'); ${stopOfSecond} } },
    ];
    let nowMs = 0;
    const done = runUntilSignalled(parts, { timeLimitMs: ${timeLimitMs}, write: console.log, now: () => nowMs });
    process.stdin.on('data', () => { nowMs += 10_000; console.log('later'); });
    parts.push({ name: 'late', stop: async () => console.log('stopped late') });
    console.log('running');
    process.exit(await done);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const exit = once(child, 'close') as Promise<[number]>;
  const until = (wanted: string) =>
    new Promise<void>((resolve) => {
      if (lines.includes(wanted)) resolve();
      reader.on('line', (line) => line === wanted && resolve());
    });
  reader.on('line', (line) => lines.push(line));
  await until('running');
  return { child, lines, until, exitCode: exit.then(([code]) => code) };
}

const notice = 'Stopping; press Ctrl-C again to end at once.';

describe('a program that runs until it is signalled', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('stops its parts once, the last first, and exits as shells expect after %s', async (signal, code) => {
    const { child, lines, exitCode } = await startProgram('');
    child.kill(signal);
    expect(await exitCode).toBe(code);
    expect(lines).toEqual(['running', notice, 'stopped late', 'stopping second', 'stopped first']);
  });

  test('ends at once on the second Ctrl-C', async () => {
    const { child, lines, until, exitCode } = await startProgram('await new Promise(() => {});');
    child.kill('SIGINT');
    await until('stopping second');
    child.stdin.write('\n');
    await until('later');
    child.kill('SIGINT');
    expect(await exitCode).toBe(130);
    expect(lines).not.toContain('stopped first');
  });

  test('takes the same Ctrl-C, forwarded by npm a moment later, for one', async () => {
    const { child, lines, until, exitCode } = await startProgram(
      `await new Promise((resolve) => process.once('SIGINT', () => setImmediate(resolve)));`,
    );
    child.kill('SIGINT');
    await until('stopping second');
    child.kill('SIGINT');
    expect(await exitCode).toBe(130);
    expect(lines.at(-1)).toBe('stopped first');
  });

  test('says which part could not be stopped, stops the rest and exits with 1', async () => {
    const { child, lines, exitCode } = await startProgram(`throw new Error('stuck');`);
    child.kill('SIGTERM');
    expect(await exitCode).toBe(1);
    expect(lines.slice(-2)).toEqual(['stopped first', 'Could not stop second: stuck']);
  });
});

test('parts that the time limit leaves no time for are told to stop and reported', async () => {
  const stopped: string[] = [];
  const parts: Stoppable[] = [
    { name: 'database', stop: async () => void stopped.push('database') },
    { name: 'stuck', stop: () => new Promise(() => undefined) },
  ];
  const failures = await stopInReverse(parts, 5);
  expect(failures).toEqual([{ name: 'stuck', error: new Error('not stopped after 0.005 s') }]);
  expect(stopped).toEqual(['database']);
});
