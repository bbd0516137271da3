import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { createInterface } from 'node:readline';
import { findOfficialPubSub, startOfficialPubSub, startPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, projectId } from './support.ts';

const found = await findOfficialPubSub();
const module = new URL('../../../emulator/src/pubsub/index.ts', import.meta.url).href;

function listens(host: string): Promise<boolean> {
  const [address, port] = host.split(':');
  return new Promise((resolve) => {
    const socket = connectSocket(Number(port), address!);
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
  });
}

describe('finding the official Pub/Sub emulator', () => {
  it('finds nothing where there is no Java to run it', async () => {
    expect(await findOfficialPubSub({ ...process.env, JAVA_HOME: '/nonexistent' })).toBeUndefined();
  });

  it('says so when PUBSUB_EMULATOR_JAR names no file', async () => {
    await expect(findOfficialPubSub({ PUBSUB_EMULATOR_JAR: '/nonexistent/x.jar' })).rejects.toThrow(
      'PUBSUB_EMULATOR_JAR is "/nonexistent/x.jar"',
    );
  });

  it.runIf(found)('takes the jar that PUBSUB_EMULATOR_JAR names', async () => {
    const named = await findOfficialPubSub({ ...process.env, PUBSUB_EMULATOR_JAR: found!.jar });
    expect(named).toEqual(found);
  });
});

describe(`the official Pub/Sub emulator${found ? '' : ' (not installed)'}`, () => {
  it.runIf(found)('is what `auto` starts where it is installed', async () => {
    const server = await startPubSub({ flavour: 'auto', projectId });
    onTestFinished(() => server.stop());
    expect(server.flavour).toBe('official');
    const pubsub = connect(server.host);
    onTestFinished(() => pubsub.close());
    expect((await pubsub.getTopics())[0]).toEqual([]);
  });

  it.runIf(found)('listens on the port asked for and no longer after stop', async () => {
    const server = await startOfficialPubSub({ projectId });
    expect(await listens(server.host)).toBe(true);
    await server.stop();
    expect(await listens(server.host)).toBe(false);
  });

  it.runIf(found)('ends when the process that started it is killed', async () => {
    const script = `
      import { startOfficialPubSub } from ${JSON.stringify(module)};
      const { host } = await startOfficialPubSub({ projectId: 'p' });
      console.log(host);
      setInterval(() => undefined, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [host] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string];
    expect(await listens(host)).toBe(true);
    starter.kill('SIGKILL');
    await expect.poll(() => listens(host), { timeout: 10_000 }).toBe(false);
  });

  it.runIf(found)('refuses a port that something else listens on', async () => {
    const server = await startOfficialPubSub({ projectId });
    onTestFinished(() => server.stop());
    const port = Number(server.host.split(':')[1]);
    await expect(startOfficialPubSub({ projectId, port })).rejects.toThrow(`port ${port}, wanted for Pub/Sub`);
  });

  it.runIf(found)('tells what it said when it could not start', async () => {
    const broken = { jar: '/nonexistent.jar', java: found!.java };
    await expect(startOfficialPubSub({ projectId, found: broken })).rejects.toThrow(
      /Unable to access jarfile \/nonexistent\.jar/,
    );
  });
});
