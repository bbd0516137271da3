import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { type FunctionDescription, readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { endHosted, hostedStarted } from '@wheelhouse/shared/runtime/hosted.ts';
import { serveDirectly } from '@wheelhouse/shared/runtime/register-function.ts';
import { type StartedBundle, startBundle } from './start-bundle.ts';

/** A function that is being served. */
export type HostedFunction = FunctionDescription & { url: string };

export const functionsDirectory = fileURLToPath(new URL('../../../functions/', import.meta.url));

/**
 * Serves functions with the framework that serves them in the cloud, each on a port of its own. They read their configuration from
 * this process's environment, which must be complete before the call.
 *
 * @throws Error when a function cannot be loaded or started
 */
export async function hostFunctions(): Promise<{ functions: HostedFunction[]; stop(): Promise<void> }> {
  const descriptions = readFunctionDescriptions(functionsDirectory);
  const servers: Server[] = [];
  const functions: HostedFunction[] = [];
  for (const description of descriptions) {
    await import(`${functionsDirectory}${description.name}/index.ts`);
    const server = getTestServer(description.name);
    serveDirectly(server, description.name);
    servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    functions.push({ ...description, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  }
  await hostedStarted();
  return {
    functions,
    stop: async () => {
      await endHosted();
      await Promise.all(servers.map(close));
    },
  };
}

/**
 * Serves bundled functions (`npm run build`), each in a process of its own, as they are deployed. Their configuration is this process's
 * environment, but for what only the platform's owner gets.
 *
 * @param folder the folder that `npm run build` wrote
 * @throws Error where there are none, or one does not start
 */
export async function hostBundles(folder: string): Promise<{ functions: HostedFunction[]; stop(): Promise<void> }> {
  if (!existsSync(join(folder, 'manifest.json')))
    throw new Error(`There are no bundles in ${folder}. Make them with: npm run build -- --out ${folder}`);
  const started: StartedBundle[] = [];
  const stop = async () => void (await Promise.all(started.map((one) => one.stop())));
  const functions: HostedFunction[] = [];
  // Without what the framework says of itself.
  const onPrinted = (text: string) =>
    void process.stderr.write(text.replace(/^(Serving function|Function: |Signature type: |URL: ).*\n/gm, ''));
  const { DATABASE_OWNER_URL, ...env } = process.env;
  try {
    for (const description of readFunctionDescriptions(functionsDirectory)) {
      const { name, database } = description;
      const own = { ...env, ...(database === 'owner' ? { DATABASE_OWNER_URL } : {}), WHEELHOUSE_ENVIRONMENT: 'development' };
      const bundle = await startBundle({ name, folder: join(folder, 'functions', name), env: own, onPrinted });
      started.push(bundle);
      functions.push({ ...description, url: bundle.url });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { functions, stop };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
