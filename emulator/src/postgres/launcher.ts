import { execFile } from 'node:child_process';
import { chown, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How to start a program of PostgreSQL, which refuses to run as root, as an ordinary user. */
export interface Launcher {
  /** Goes before the program on the command line. */
  prefix: string[];
  /** The user and group to start it as; absent: our own. */
  identity?: { uid: number; gid: number };
}

/**
 * Chooses how to start `postgres` here. An ordinary user starts it directly. For root on Linux, a user namespace in which
 * root is called `nobody` satisfies PostgreSQL while files stay root's own; where a container forbids user namespaces, the real
 * user `nobody` is used, who must then be able to read the binaries.
 *
 * @returns the launcher, and the server's version: `17.10`
 * @throws Error when neither works
 */
export async function chooseLauncher(postgres: string): Promise<{ launcher: Launcher; version: string }> {
  let reason: unknown;
  for (const launcher of await candidates()) {
    try {
      return { launcher, version: await readVersion(launcher, postgres) };
    } catch (error) {
      reason = error;
    }
  }
  if (process.getuid?.() !== 0) throw reason;
  throw new Error(
    'PostgreSQL does not run as root, and here it can be started neither in a user namespace nor as the user nobody: ' +
      'start this as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own',
    { cause: reason },
  );
}

async function candidates(): Promise<Launcher[]> {
  if (process.getuid?.() !== 0) return [{ prefix: [] }];
  const nobody = await findNobody();
  const namespace = ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`];
  return [...(process.platform === 'linux' ? [{ prefix: namespace }] : []), { prefix: [], identity: nobody }];
}

// initdb wants a user that has a name, so the number has to be one of the machine's own.
async function findNobody(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith('nobody:'));
  const [uid, gid] = line?.split(':').slice(2, 4).map(Number) ?? [];
  // macOS numbers nobody -2.
  return { uid: (uid ?? 65534) >>> 0, gid: (gid ?? 65534) >>> 0 };
}

async function readVersion(launcher: Launcher, postgres: string): Promise<string> {
  const { stdout } = await execLaunched(launcher, postgres, ['--version']);
  const version = /\d+(\.\d+)?/.exec(stdout)?.[0];
  if (!version) throw new Error(`${postgres} --version answered ${JSON.stringify(stdout)}, which names no version`);
  return version;
}

/** Command, arguments and spawn options that start `program` as `launcher` says. */
export function launch(launcher: Launcher, program: string, args: readonly string[]) {
  const [command, ...rest] = [...launcher.prefix, program, ...args];
  return { command: command!, args: rest, options: { ...launcher.identity, env: serverEnvironment() } };
}

/** Runs `program` to its end; rejects with what it wrote when it fails. */
export function execLaunched(launcher: Launcher, program: string, programArgs: readonly string[]) {
  const { command, args, options } = launch(launcher, program, programArgs);
  return run(command, args, { ...options, cwd: '/', windowsHide: true });
}

// PGPORT, PGDATA and the like are meant for clients of some other server, and would change what ours does.
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/** Gives `dir` and all in it to the user that the server runs as; an earlier run may have chosen another launcher. */
export async function adoptOwnership(launcher: Launcher, dir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = launcher.identity ?? { uid: 0, gid: 0 };
  if ((await stat(dir)).uid === uid) return;
  await chown(dir, uid, gid);
  for (const entry of await readdir(dir, { recursive: true })) await chown(join(dir, entry), uid, gid);
}
