import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { type FunctionDescription, readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { serveDirectly } from '@wheelhouse/shared/runtime/register-function.ts';

/** A function that is being served. */
export type HostedFunction = FunctionDescription & { url: string };

export const functionsDirectory = fileURLToPath(new URL('../../../functions/', import.meta.url));

/**
 * Serves functions with the framework that serves them in the cloud, each on a port of its own. They read their configuration from
 * this process's environment, which must be complete before the call.
 */
export async function hostFunctions(names?: readonly string[]): Promise<{ functions: HostedFunction[]; stop(): Promise<void> }> {
  const descriptions = readFunctionDescriptions(functionsDirectory).filter((one) => !names || names.includes(one.name)).filter((one) => process.env.TEMP_SKIP_DOCS !== '1' || !one.name.startsWith('document'));
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
  return {
    functions,
    stop: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeIdleConnections();
            }),
        ),
      );
    },
  };
}
