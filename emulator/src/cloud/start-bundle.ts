import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../process/index.ts';

export type StartedBundle = {
  url: string;
  /** From the start of the process to the end of its first answer. */
  firstAnswerMs: number;
  stop(): Promise<void>;
};

type Options = {
  /** Name of the function. */
  name: string;
  /** Folder of its bundle. */
  folder: string;
  /** The framework's program, the bundle's own unless given. */
  framework?: string;
  env: NodeJS.ProcessEnv;
  /** What the process prints. */
  onPrinted?: (text: string) => void;
};

/**
 * Starts a bundled function in a process of its own with the functions framework, as the platform does, and waits until it says that it is well.
 *
 * @throws Error with what the process printed, when it ends or answers anything else
 */
export async function startBundle({
  name,
  folder,
  framework = join(folder, 'framework/main.cjs'),
  env,
  onPrinted = () => {},
}: Options): Promise<StartedBundle> {
  const port = await freePort();
  const startedAt = performance.now();
  const args = [framework, `--source=${folder}`, `--target=${name}`, `--port=${port}`];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    // What Cloud Run sets. K_SERVICE makes it end by itself when it cannot start, and when it is told to.
    env: { ...env, FUNCTION_TARGET: name, K_SERVICE: name },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed.push(text);
      onPrinted(text);
    });
  }
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const status = await statusOf(`${url}/health`);
    if (status === 200) break;
    if (status === undefined && child.exitCode === null) continue;
    child.kill('SIGKILL');
    await exited;
    throw new Error(`${name} ${status === undefined ? 'ended' : `answered ${status}`}: ${printed.join('').trim()}`);
  }
  const firstAnswerMs = performance.now() - startedAt;
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { url, firstAnswerMs, stop };
}

/** Undefined while nobody listens; then asked again in 2 ms. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    });
    request.on('error', () => setTimeout(resolve, 2, undefined));
  });
}
