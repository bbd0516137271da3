import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { FinalizedEvent } from './finalized-event.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { StorageLog } from './storage-service.ts';

export interface ForwardFinalizedOptions {
  /** Which function hears of which bucket; a bucket may have several. */
  routes: readonly { bucket: string; url: string }[];
  /** Folder that keeps events until they are delivered; `failed/` in it keeps those that were given up. */
  dir: string;
  log?: StorageLog;
  /** Attempts in one run before an event is given up. */
  maxAttempts?: number;
  /** Deliveries at once. */
  concurrency?: number;
  /** Wait before the second attempt; it doubles each time up to `maxDelayMs`. */
  initialDelayMs?: number;
  maxDelayMs?: number;
  /** How long a function may take to answer. */
  requestTimeoutMs?: number;
  /** How long `stop` waits for running deliveries before it cuts them off. */
  stopGraceMs?: number;
}

export interface FinalizedForwarder {
  /** Keeps an event on disk and delivers it in the background: give this to `startStorage` as `onFinalize`. */
  deliver(event: FinalizedEvent): Promise<void>;
  /** Resolves when every event was delivered or given up. */
  idle(): Promise<void>;
  /** Lets running deliveries end; what is not delivered stays on disk for the next start. */
  stop(): Promise<void>;
}

interface Delivery {
  file: string;
  /** Which of the bucket's routes; its URL may be another one after a restart. */
  route: number;
  event: FinalizedEvent;
}

/**
 * Posts finalize events to functions as Eventarc does, in CloudEvents' binary mode
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md), until one answers 2xx.
 * An event arrives at least once: a crash after the answer but before the note of it delivers it again, with the same id.
 */
export async function forwardFinalized(options: ForwardFinalizedOptions): Promise<FinalizedForwarder> {
  const { routes, dir, log = () => undefined, maxAttempts = 10, concurrency = 4, stopGraceMs = 10_000 } = options;
  const { initialDelayMs = 200, maxDelayMs = 10_000, requestTimeoutMs = 280_000 } = options;
  const failedDir = join(dir, 'failed');
  const open = new Set<Promise<void>>();
  const stopping = new AbortController();
  const cutOff = new AbortController();
  const slots = new Slots(concurrency);

  await mkdir(failedDir, { recursive: true });
  for (const file of (await readdir(dir)).filter((name) => name.endsWith('.json')).sort()) {
    const kept = await readJsonFile<Delivery>(join(dir, file));
    if (kept) begin(kept);
  }

  function urlsOf(event: FinalizedEvent): string[] {
    return routes.filter((route) => route.bucket === event.data.bucket).map((route) => route.url);
  }

  async function deliver(event: FinalizedEvent): Promise<void> {
    if (stopping.signal.aborted) throw new Error(`Event ${event.id} came after the forwarder was stopped`);
    for (const route of urlsOf(event).keys()) {
      const delivery = { file: fileOf(event, route), route, event };
      await writeJsonFile(join(dir, delivery.file), delivery);
      begin(delivery);
    }
  }

  function begin(delivery: Delivery): void {
    if (stopping.signal.aborted) return;
    const work = run(delivery).catch((error) =>
      log('finalize event not delivered', { id: delivery.event.id, error: String(error) }),
    );
    open.add(work);
    void work.finally(() => open.delete(work));
  }

  async function run(delivery: Delivery): Promise<void> {
    const { event, route, file } = delivery;
    const url = urlsOf(event)[route];
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const problem = await slots.use(() => (stopping.signal.aborted ? 'stopped' : attemptOnce(url, event)));
      if (problem === undefined) return rm(join(dir, file), { force: true });
      if (stopping.signal.aborted) return;
      log('finalize event refused', { id: event.id, subject: event.subject, url, attempt, problem });
      if (attempt < maxAttempts) await pause(Math.min(initialDelayMs * 2 ** (attempt - 1), maxDelayMs), stopping.signal);
      if (stopping.signal.aborted) return;
    }
    await rename(join(dir, file), join(failedDir, file));
    log('finalize event given up', { id: event.id, subject: event.subject, url, keptAs: join(failedDir, file) });
  }

  async function attemptOnce(url: string | undefined, event: FinalizedEvent): Promise<string | undefined> {
    if (url === undefined) return `no function takes the objects of ${event.data.bucket} any more`;
    try {
      const signal = AbortSignal.any([cutOff.signal, AbortSignal.timeout(requestTimeoutMs)]);
      const body = JSON.stringify(event.data);
      const response = await fetch(url, { method: 'POST', headers: cloudEventHeaders(event), body, signal });
      await response.body?.cancel();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return error instanceof Error && error.cause ? `${error.message}: ${error.cause}` : String(error);
    }
  }

  async function idle(): Promise<void> {
    while (open.size > 0) await Promise.all(open);
  }

  async function stop(): Promise<void> {
    stopping.abort();
    const timer = setTimeout(() => cutOff.abort(), stopGraceMs);
    await idle();
    clearTimeout(timer);
  }

  return { deliver, idle, stop };
}

/** At most so many pieces of work at once; the rest wait in order. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async use<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

function fileOf(event: FinalizedEvent, route: number): string {
  // Sorted by time, so that a restart delivers in the order of writing; the hash tells routes of one event apart.
  const hash = createHash('sha256').update(`${event.id} ${route}`).digest('hex').slice(0, 32);
  return `${event.time.replace(/[^0-9TZ]/g, '')}-${hash}.json`;
}

function cloudEventHeaders(event: FinalizedEvent): Record<string, string> {
  return {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': event.id,
    'ce-type': event.type,
    'ce-source': event.source,
    'ce-subject': encodeHeader(event.subject),
    'ce-time': event.time,
    'ce-bucket': event.data.bucket,
  };
}

/** Percent-encodes as the HTTP binding says in section 3.1.3.2: space, quote, percent and whatever is not printable ASCII. */
function encodeHeader(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) => encodeURIComponent(character));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeoutPromise(ms, undefined, { signal }).catch(() => undefined);
}
