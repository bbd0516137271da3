import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

export type StartedFunction = { url: string; firstAnswerMs: number; stop(): Promise<void> };

type Options = {
  name: string;
  /** Folder of the bundle. */
  folder: string;
  /** Folder whose `node_modules` has the framework. */
  root: string;
  env?: Record<string, string>;
};

/**
 * Starts a bundle in a process of its own with the functions framework, as Cloud Run does, and waits until it says that it is well.
 *
 * @throws Error with what the process printed, when it ends or answers anything else
 */
export async function startFunction({ name, folder, root, env = {} }: Options): Promise<StartedFunction> {
  const port = await freePort();
  const framework = createRequire(join(root, 'package.json')).resolve('@google-cloud/functions-framework');
  const main = join(framework, '..', 'main.js');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [main, `--source=${folder}`, `--target=${name}`, `--port=${port}`], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...deployed(name), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => void (printed += data));
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const status = await statusOf(`${url}/health`);
    if (status === 200) break;
    if (status !== undefined || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error(`${name} ${status ? `answered ${status}` : 'ended'}:\n${printed}`);
    }
  }
  const firstAnswerMs = performance.now() - startedAt;
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { url, firstAnswerMs, stop };
}

/** What Cloud Run and Terraform set, for a database that nobody asks. */
const deployed = (name: string): Record<string, string> => ({
  K_SERVICE: name,
  FUNCTION_TARGET: name,
  WHEELHOUSE_ENVIRONMENT: 'staging',
  GOOGLE_CLOUD_PROJECT: 'wheelhouse-test',
  METADATA_SERVER_DETECTION: 'none',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  LOG_LEVEL: 'warn',
});

/** Undefined while nobody listens. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    });
    request.on('error', () => setTimeout(resolve, 2, undefined));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
