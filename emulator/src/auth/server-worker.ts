/**
 * The body of the thread that `start-auth.ts` starts: firebase-tools' Auth emulator behind a plain HTTP server. It runs in a
 * thread because compiling its API description blocks for seconds.
 */
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { type ApiSpec, keepRoutesInUse } from './routes-in-use.ts';

const { projectId, port } = workerData as { projectId: string; port: number };

// firebase-tools is CommonJS and ships no type declarations.
const require = createRequire(import.meta.url);
const { default: spec } = require('firebase-tools/lib/emulator/auth/apiSpec.js') as { default: ApiSpec };
keepRoutesInUse(spec);
const { createApp } = require('firebase-tools/lib/emulator/auth/server.js') as {
  createApp(defaultProjectId: string): Promise<RequestListener>;
};

const server = createServer(await createApp(projectId));
server.once('error', (error) => {
  throw error;
});
server.listen({ port, host: '127.0.0.1' }, () => parentPort?.postMessage((server.address() as AddressInfo).port));
