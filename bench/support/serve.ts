import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { freePort } from '@wheelhouse/emulator/process/index.ts';

/** Serves a function as it is deployed: the framework in a process of its own. */
export async function serve(
  source: URL,
  target: string,
  env: Record<string, string>,
): Promise<{ url: string; pid: number; stop(): void }> {
  const port = await freePort();
  // The framework loads a compiled file; this one registers the function from its TypeScript source.
  const framework = createRequire(import.meta.url).resolve('@google-cloud/functions-framework/testing');
  const boot = `await import(${JSON.stringify(source.href)});
    const { default: testing } = await import(${JSON.stringify(framework)});
    process.on('SIGINT', () => process.exit(0));
    testing.getTestServer(${JSON.stringify(target)}).listen(${port}, '127.0.0.1', () => console.log('ready'));`;
  // BENCH_PROFILE=<folder> leaves CPU profiles there.
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
  const child = spawn(process.execPath, [...profile, '--input-type=module', '-e', boot], {
    env: { ...process.env, ...env, NODE_ENV: 'production', FUNCTION_TARGET: target },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      if (data.includes('ready')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`${target} ended with ${code} before it was ready`)));
  });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.kill('SIGINT') };
}
