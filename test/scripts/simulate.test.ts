import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort } from '@wheelhouse/emulator/process/index.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { expect, onTestFinished, test } from 'vitest';
import { startOf } from '../../scripts/simulate/fleet.ts';
import { findLocalCloud } from '../../scripts/simulate/local-cloud.ts';
import { parseOptions } from '../../scripts/simulate/options.ts';
import { reporter, summary } from '../../scripts/simulate/report.ts';

const now = new Date('2026-03-02T08:00:00Z');
const script = fileURLToPath(new URL('../../scripts/simulate.ts', import.meta.url));

/** The simulator as a process. */
function started(...args: string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'close') };
}

function environmentFile(content: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-simulate-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'wheelhouse.env'), content);
  return join(dir, 'wheelhouse.env');
}

async function listening(): Promise<string> {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

const counts = (readings: number, onTime: number, atMs = now.getTime()) => ({
  readings,
  batches: { on_time: onTime, buffered: 1, late: 2, duplicate: 3 },
  failedBatches: 0,
  atMs,
});

test('the command line says how many vehicles drive how fast', () => {
  expect(parseOptions([])).toEqual({
    vehicles: 100,
    speedup: 1,
    seconds: undefined,
    seed: 1,
    tenant: 'northwind-logistics',
    dryRun: false,
  });
  expect(parseOptions(['--vehicles', '1000', '--speedup', '60', '--seconds', '2.5', '--seed', '7', '--dry-run'])).toMatchObject({
    vehicles: 1_000,
    speedup: 60,
    seconds: 2.5,
    seed: 7,
    dryRun: true,
  });
  expect(parseOptions(['--help'])).toBe('help');
});

test('a command line that cannot be read is refused with the value and what it may be', () => {
  expect(() => parseOptions(['--vehicles', '0'])).toThrow('--vehicles is 0; it must be a whole number from 1 to 100000.');
  expect(() => parseOptions(['--vehicles', '2.5'])).toThrow('--vehicles is 2.5');
  expect(() => parseOptions(['--speedup', 'fast'])).toThrow('--speedup is fast; it must be a number from 1 to 1000000.');
  expect(() => parseOptions(['--seed', ''])).toThrow('--seed is ;');
  expect(() => parseOptions(['--trucks'])).toThrow("Unknown option '--trucks'");
});

test('a dry run makes readings without a cloud, says each second how many, and Ctrl-C ends it with a summary', async () => {
  const { child, ended } = started('--dry-run', '--vehicles', '20', '--speedup', '60');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.includes('readings/s  ')) child.kill('SIGINT');
  }
  expect((await ended)[0]).toBe(0);
  expect(lines[0]).toMatch(/^20 vehicles drive from \S+Z, 60 s a second\. Ctrl-C ends it\.$/);
  expect(lines[1]).toMatch(/^ +[\d,]+ readings\/s +[\d,]+ messages\/s {2}\S+Z$/);
  expect(lines.join('\n')).toMatch(/Made, but not published: [\d,]+ readings in [\d,]+ messages/);
});

test('a run of some seconds ends by itself', async () => {
  const { child, ended } = started('--dry-run', '--vehicles', '2', '--seconds', '0.2');
  expect(await text(child.stdout)).toContain('Made, but not published');
  expect((await ended)[0]).toBe(0);
});

test('a wrong command line ends with 2 and the usage', async () => {
  const { child, ended } = started('--vehicles', 'many');
  const said = await text(child.stderr);
  expect(said).toContain('--vehicles is many');
  expect(said).toContain('npm run simulate -- [options]');
  expect((await ended)[0]).toBe(2);
});

test('the local cloud is found by its file, and variables of the environment go before it', async () => {
  const [pubsub, api] = [await listening(), await listening()];
  const file = environmentFile(
    `DATABASE_URL=postgres://x\nWHEELHOUSE_URL=http://${api}\nGOOGLE_CLOUD_PROJECT=p\nPUBSUB_EMULATOR_HOST=${pubsub}\n` +
      'FIREBASE_AUTH_EMULATOR_HOST=127.0.0.1:9\n',
  );
  expect(await findLocalCloud({}, file)).toEqual({
    url: `http://${api}`,
    projectId: 'p',
    pubsubHost: pubsub,
    authHost: '127.0.0.1:9',
  });
  expect(await findLocalCloud({ PUBSUB_EMULATOR_HOST: api }, file)).toMatchObject({ pubsubHost: api });
});

test('where no cloud runs, the error says so and what to do', async () => {
  const advice = 'Run npm start -- --no-vehicles in another terminal';
  await expect(findLocalCloud({}, '/nowhere/wheelhouse.env')).rejects.toThrow(
    /^npm start is not running, or not ready yet: WHEELHOUSE_URL, .* are neither set nor in/,
  );
  const gone = `127.0.0.1:${await freePort()}`;
  const file = environmentFile(
    `WHEELHOUSE_URL=http://${gone}\nGOOGLE_CLOUD_PROJECT=p\nPUBSUB_EMULATOR_HOST=${gone}\nFIREBASE_AUTH_EMULATOR_HOST=${gone}\n`,
  );
  await expect(findLocalCloud({}, file)).rejects.toThrow(`Nothing answers where Pub/Sub was, ${gone} (ECONNREFUSED). ${advice}`);
  const half = environmentFile('PUBSUB_EMULATOR_HOST=127.0.0.1:9\n');
  await expect(findLocalCloud({ WHEELHOUSE_URL: 'http://x', GOOGLE_CLOUD_PROJECT: 'p' }, half)).rejects.toThrow(
    'FIREBASE_AUTH_EMULATOR_HOST is neither set',
  );
});

test('a fleet faster than real time begins 30 days ago, or after what it has sent before; another begins now', () => {
  const seen = (recordedAt: string) => ({ recordedAt: new Date(recordedAt), latitude: 1, longitude: 1 });
  expect(startOf(60, [undefined], now)).toEqual(new Date('2026-01-31T08:00:00Z'));
  expect(startOf(60, [seen('2026-02-20T10:00:00Z'), undefined, seen('2026-02-20T11:00:00Z')], now)).toEqual(
    new Date('2026-02-20T11:01:00Z'),
  );
  expect(startOf(60, [seen('2026-03-02T07:59:50Z')], now)).toEqual(now);
  expect(startOf(1, [seen('2026-02-20T10:00:00Z')], now)).toEqual(now);
});

test('each line of the report is what was published since the one before, and one says when the present is reached', () => {
  const lines: string[] = [];
  const clock = fixedClock(now);
  const state = counts(0, 0, now.getTime() - 60_000);
  let atMs = 0;
  const report = reporter(
    state,
    (line) => lines.push(line),
    () => atMs,
    clock,
  );
  atMs += 1_000;
  Object.assign(state, counts(58_000, 5_794, now.getTime() - 30_000));
  report();
  atMs += 500;
  Object.assign(state, counts(59_000, 5_894, now.getTime()));
  report();
  expect(lines).toEqual([
    '  58,000 readings/s    5,794 messages/s  2026-03-02T07:59:30.000Z',
    '   2,000 readings/s      200 messages/s  2026-03-02T08:00:00.000Z',
    'The fleet has come to the present and goes on in real time. For load, take a fleet with a past before it: another --seed.',
  ]);
});

test('the summary says what was sent, and what was not', () => {
  const sent = summary({ ...counts(10_000, 994), failedBatches: 5 }, now, 2, false);
  expect(sent).toBe(
    [
      'Published: 10,000 readings in 1,000 messages, 5,000 readings/s for 2.0 s.',
      'Messages on time 994, after a time without network 1, overtaken 2, repeated 3.',
      'Simulated time 2026-03-02T08:00:00.000Z to 2026-03-02T08:00:00.000Z.',
      'Not published: 5 messages.',
    ].join('\n'),
  );
});
