import { vi } from 'vitest';
import { run } from '../../scripts/wheelhouse/run.ts';

export type Answer = { code: number; out: string; err: string };

/** Runs a command of `wheelhouse` in this process, which starts faster than one of its own. */
export async function runCommand(args: string[], env: Record<string, string>): Promise<Answer> {
  const written = { out: '', err: '' };
  const out = vi.spyOn(console, 'log').mockImplementation((line: string) => {
    written.out += `${line}\n`;
  });
  const err = vi.spyOn(console, 'error').mockImplementation((line: string) => {
    written.err += `${line}\n`;
  });
  try {
    return { code: await run(args, env), ...written };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
