import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** What runs the official emulator. */
export interface OfficialPubSub {
  /** Path of the emulator's jar. */
  jar: string;
  /** Path or name of the Java executable. */
  java: string;
}

const jarFolder = join('platform', 'pubsub-emulator', 'lib');

async function exists(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/** The SDK root that holds the `gcloud` found on PATH, through its symbolic link. */
async function sdkOfGcloud(env: NodeJS.ProcessEnv): Promise<string[]> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    for (const name of ['gcloud', 'gcloud.cmd']) {
      const path = join(folder, name);
      if (folder && (await exists(path))) return [dirname(dirname(await realpath(path)))];
    }
  }
  return [];
}

async function findJar(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = env.PUBSUB_EMULATOR_JAR;
  if (named) {
    if (await exists(named)) return named;
    throw new Error(`PUBSUB_EMULATOR_JAR is "${named}", which cannot be read: name the jar of the Pub/Sub emulator or unset it.`);
  }
  const roots = [
    env.CLOUDSDK_ROOT,
    ...(await sdkOfGcloud(env)),
    join(homedir(), 'google-cloud-sdk'),
    '/usr/lib/google-cloud-sdk',
    '/usr/share/google-cloud-sdk',
    '/opt/google-cloud-sdk',
    '/snap/google-cloud-sdk/current',
    '/opt/homebrew/share/google-cloud-sdk',
    '/usr/local/share/google-cloud-sdk',
  ];
  for (const root of roots) {
    if (!root) continue;
    const files = await readdir(join(root, jarFolder)).catch(() => []);
    const jar = files.find((name) => /pubsub-emulator.*\.jar$/.test(name));
    if (jar) return join(root, jarFolder, jar);
  }
  return undefined;
}

/** A Java that runs: macOS has a `java` that only says where to get one. */
async function findJava(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  return promisify(execFile)(java, ['-version'], { env }).then(
    () => java,
    () => undefined,
  );
}

/**
 * Finds the official Pub/Sub emulator: the jar that PUBSUB_EMULATOR_JAR names, or that of a Google Cloud SDK (CLOUDSDK_ROOT, the
 * `gcloud` on PATH, the usual folders), and a Java to run it.
 *
 * @returns undefined where either is missing
 * @throws Error where PUBSUB_EMULATOR_JAR names a file that cannot be read
 */
export async function findOfficialPubSub(env: NodeJS.ProcessEnv = process.env): Promise<OfficialPubSub | undefined> {
  const jar = await findJar(env);
  if (!jar) return undefined;
  const java = await findJava(env);
  return java ? { jar, java } : undefined;
}
