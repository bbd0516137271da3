// npm run verify: types, lint, format and the structural guards, side by side.
import { spawn } from 'node:child_process';

const checks: Record<string, string[]> = {
  types: ['tsc', '--noEmit'],
  'lint and format': ['biome', 'check', '--error-on-warnings', '.'],
  guards: ['vitest', 'run', 'test/guards', '--reporter=dot'],
};

const results = await Promise.all(
  Object.entries(checks).map(async ([name, [command = '', ...args]]) => {
    const startedAt = performance.now();
    const child = spawn(`node_modules/.bin/${command}`, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
    return { status, output };
  }),
);
const failed = results.filter((result) => result.status !== 0);
for (const { output } of failed) console.error(`\n${output.trimEnd()}`);
process.exit(failed.length > 0 ? 1 : 0);
