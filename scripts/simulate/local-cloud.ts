import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Where `npm start` writes where its parts are. */
const environmentFile = fileURLToPath(new URL('../../.local/wheelhouse.env', import.meta.url));
const names = ['WHEELHOUSE_URL', 'GOOGLE_CLOUD_PROJECT', 'PUBSUB_EMULATOR_HOST', 'FIREBASE_AUTH_EMULATOR_HOST'] as const;

/** Addresses of the local cloud. */
export type LocalCloud = { url: string; projectId: string; pubsubHost: string; authHost: string };

/**
 * Finds the local cloud by `.local/wheelhouse.env`, or by environment variables of the same names, which go before it.
 *
 * @throws Error where it is not running, and says how to start it
 */
export async function findLocalCloud(env: NodeJS.ProcessEnv, file = environmentFile): Promise<LocalCloud> {
  const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [url, projectId, pubsubHost, authHost] = names.map(
    (name) => env[name] ?? new RegExp(`^${name}=(.*)$`, 'm').exec(written)?.[1],
  );
  if (!url || !projectId || !pubsubHost || !authHost) {
    const missing = names.filter((name) => !env[name] && !written.includes(`${name}=`));
    throw new Error(
      `npm start is not running, or not ready yet: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} neither set nor in ` +
        `.local/wheelhouse.env. Run npm start -- --no-vehicles in another terminal, or try --dry-run.`,
    );
  }
  await assertAnswers('Pub/Sub', `http://${pubsubHost}`);
  await assertAnswers('the API', url);
  return { url, projectId, pubsubHost, authHost };
}

function assertAnswers(what: string, address: string): Promise<void> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 80), timeout: 5_000 });
    const fail = (reason: string) => {
      socket.destroy();
      reject(
        new Error(
          `Nothing answers where ${what} was, ${hostname}:${port} (${reason}). Run npm start -- --no-vehicles in another terminal, or try --dry-run.`,
        ),
      );
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    socket.once('timeout', () => fail('no answer within 5 s'));
  });
}
