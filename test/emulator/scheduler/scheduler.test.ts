import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ScheduledJob, startScheduler } from '@wheelhouse/emulator/scheduler/index.ts';
import { afterEach, expect, test } from 'vitest';
import { manualTimerClock } from './manual-timer-clock.ts';

type Call = { request: IncomingMessage; body: string; answer: (status: number) => void; response: ServerResponse };
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A real HTTP target; `nextCall` waits for a request that the test then answers. */
async function target() {
  const calls: Call[] = [];
  const waiting: ((call: Call) => void)[] = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    count++;
    const body = await text(request);
    const call = { request, body, response, answer: (status: number) => void response.writeHead(status).end() };
    const waiter = waiting.shift();
    if (waiter) waiter(call);
    else calls.push(call);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jobs`,
    count: () => count,
    nextCall: () => new Promise<Call>((resolve) => (calls.length ? resolve(calls.shift()!) : waiting.push(resolve))),
  };
}

async function scheduler(job: Partial<ScheduledJob>, start = '2026-03-02T07:59:30Z') {
  const { url, count, nextCall } = await target();
  const time = manualTimerClock(start);
  const lines: string[] = [];
  const jobs = [{ name: 'sweep', schedule: '* * * * *', timeZone: 'Etc/UTC', url, ...job }];
  const running = startScheduler({ jobs, clock: time.clock, log: (line) => void lines.push(line) });
  cleanups.push(() => running.stop());
  return { ...time, running, lines, count, nextCall };
}

test('a job fires when its schedule says, as Cloud Scheduler calls an HTTP target', async () => {
  const { advance, nextCall, count } = await scheduler({ body: '{"a":1}', headers: { 'content-type': 'application/json' } });
  advance(29_000);
  expect(count()).toBe(0);
  advance(1_000);
  const call = await nextCall();
  expect(call.request.method).toBe('POST');
  expect(call.body).toBe('{"a":1}');
  expect(call.request.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'Google-Cloud-Scheduler',
    'x-cloudscheduler': 'true',
    'x-cloudscheduler-jobname': 'sweep',
    'x-cloudscheduler-scheduletime': '2026-03-02T08:00:00.000Z',
  });
  call.answer(200);
});

test('a schedule is read in its time zone, across the change to summer time', async () => {
  const job = { schedule: '0 6 * * *', timeZone: 'Europe/Stockholm' };
  const { advance, nextCall, running } = await scheduler(job, '2026-03-27T12:00:00Z');
  for (const [hours, expected] of [
    [17, '2026-03-28T05:00:00.000Z'],
    [23, '2026-03-29T04:00:00.000Z'],
  ] as const) {
    advance(hours * 3_600_000);
    const call = await nextCall();
    expect(call.request.headers['x-cloudscheduler-scheduletime']).toBe(expected);
    call.answer(204);
    const again = running.runNow('sweep');
    (await nextCall()).answer(204);
    await again;
  }
});

test('a run that comes due while the one before goes on is left out', async () => {
  const { advance, nextCall, count, lines, running } = await scheduler({});
  advance(30_000);
  const first = await nextCall();
  advance(60_000);
  expect(lines).toEqual(['job sweep: the run of 2026-03-02T08:01:00.000Z is left out, the one before is still going on']);
  const afterIt = running.runNow('sweep');
  expect(count()).toBe(1);
  first.answer(200);
  (await nextCall()).answer(200);
  await afterIt;
  advance(60_000);
  const third = await nextCall();
  expect(third.request.headers['x-cloudscheduler-scheduletime']).toBe('2026-03-02T08:02:00.000Z');
  expect(count()).toBe(3);
  third.answer(200);
});

test('a failed run is tried again after waits that double up to the longest', async () => {
  const retry = { count: 3, minBackoffSeconds: 5, maxBackoffSeconds: 10 };
  const { advance, nextCall, pending, running } = await scheduler({ schedule: '0 0 1 1 *', retry });
  const run = running.runNow('sweep');
  const times: unknown[] = [];
  for (const [status, waitMs] of [
    [500, 5_000],
    [429, 10_000],
    [302, 10_000],
  ] as const) {
    const call = await nextCall();
    times.push(call.request.headers['x-cloudscheduler-scheduletime']);
    call.answer(status);
    await pending(waitMs);
    advance(waitMs);
  }
  (await nextCall()).answer(200);
  await run;
  expect(new Set(times)).toEqual(new Set(['2026-03-02T07:59:30.000Z']));
});

test('a run fails with the last answer when its retries are used up', async () => {
  const { nextCall, running, lines } = await scheduler({});
  const run = running.runNow('sweep');
  (await nextCall()).answer(503);
  await expect(run).rejects.toThrow(/job sweep failed after 1 attempts: .* answered 503/);
  expect(lines).toHaveLength(1);
});

test('an attempt is cut off at its deadline', async () => {
  const { advance, nextCall, running } = await scheduler({ schedule: '0 0 1 1 *', attemptDeadlineSeconds: 15 });
  const run = running.runNow('sweep');
  const failed = expect(run).rejects.toThrow('did not answer within 15 s');
  const call = await nextCall();
  const closed = once(call.response, 'close');
  advance(15_000);
  await failed;
  await closed;
});

test('a stopped scheduler fires nothing more and cuts off what is under way', async () => {
  const { advance, nextCall, running, count } = await scheduler({});
  advance(30_000);
  const call = await nextCall();
  const closed = once(call.response, 'close');
  await running.stop();
  await closed;
  advance(3_600_000);
  expect(count()).toBe(1);
});

test('a job due in years is waited for without overflowing a timer', async () => {
  const { advance, nextCall, count, delaysMs } = await scheduler({ schedule: '0 0 29 2 *' });
  const waitMs = Date.parse('2028-02-29T00:00:00Z') - Date.parse('2026-03-02T07:59:30Z');
  advance(waitMs - 1);
  // Node fires at once where a timer's delay does not fit 31 bits.
  expect(Math.max(...delaysMs.slice(0, 100))).toBeLessThan(2 ** 31);
  expect(count()).toBe(0);
  advance(1);
  const call = await nextCall();
  expect(call.request.headers['x-cloudscheduler-scheduletime']).toBe('2028-02-29T00:00:00.000Z');
  call.answer(200);
});

test('jobs that cannot be scheduled are refused by name', async () => {
  const job = { name: 'bad', schedule: '* * * * *', timeZone: 'Etc/UTC', url: 'http://127.0.0.1:1' };
  expect(() => startScheduler({ jobs: [{ ...job, schedule: 'every day' }] })).toThrow('job bad: schedule "every day"');
  expect(() => startScheduler({ jobs: [{ ...job, timeZone: 'Mars/Olympus' }] })).toThrow('time zone "Mars/Olympus"');
  expect(() => startScheduler({ jobs: [job, job] })).toThrow('same name');
  const { running } = await scheduler({});
  await expect(running.runNow('nothing')).rejects.toThrow('there is no scheduled job nothing; there are: sweep');
});
