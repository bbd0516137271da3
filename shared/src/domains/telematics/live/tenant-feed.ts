import type { Change, Page } from './change.ts';
import type { Cursor } from './cursor.ts';
import { encodeCursor } from './cursor.ts';
import { frameOf } from './frame.ts';
import type { Snapshot } from './snapshot.ts';

/** A reader that is further behind than so many changes is cut; it comes again and goes on from where it was. */
const maxQueued = 10_000;

/** A change with the text that every reader of it is sent. */
export type Told = { change: Change; frame: string };

export type Subscription = {
  /** The feed tells what was committed after this. */
  position: Snapshot;
  /** Changes that nobody has taken, as soon as there are any; none after `waitMs` or at `signal`. Undefined when the feed has ended. */
  take(waitMs: number, signal: AbortSignal): Promise<{ told: Told[]; position: string } | undefined>;
  close(): void;
};

type Options = {
  readSnapshot(): Promise<Snapshot>;
  readPage(cursor: Cursor): Promise<Page>;
  pollMs: number;
  /** The last reader has gone, or the feed has failed. */
  onEnd(): void;
};

export type TenantFeed = { subscribe(): Promise<Subscription> };

/** Looks for changes of one organisation for all its readers on this instance, as long as there is one. */
export function createTenantFeed({ readSnapshot, readPage, pollMs, onEnd }: Options): TenantFeed {
  const readers = new Set<Reader>();
  let joining: { resolve(reader: Subscription): void; reject(error: unknown): void }[] = [];
  const versions = new Map<string, number>();
  let position: Snapshot | undefined;
  let looking = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    clearTimeout(timer);
    looking = true;
    const joined = joining;
    joining = [];
    try {
      position = position ? await tellSince(position) : await readSnapshot();
      for (const { resolve } of joined) resolve(join(position));
    } catch (error) {
      // Readers come again, and are told why where it lasts.
      for (const { reject } of [...joined, ...joining.splice(0)]) reject(error);
      for (const reader of readers) reader.end();
      readers.clear();
    }
    looking = false;
    if (joining.length > 0) void look();
    else if (readers.size > 0) timer = setTimeout(look, pollMs);
    else onEnd();
  }

  async function tellSince(since: Snapshot): Promise<Snapshot> {
    let cursor: Cursor = { since };
    for (;;) {
      const page = await readPage(cursor);
      const last = page.changes.at(-1);
      cursor = page.more && last ? { since, on: { until: page.until, after: last.place } } : { since: page.until };
      const told = framesOf(page, since).filter(({ change }) => isNew(change));
      for (const reader of readers) reader.tell(told, encodeCursor(cursor));
      if (!cursor.on) return page.until;
    }
  }

  /** A row that was written again as it was is a new row to PostgreSQL, but nothing to tell. */
  function isNew({ vehicleId, rowVersion }: Change): boolean {
    if (vehicleId === null || rowVersion === null) return true;
    const known = versions.get(vehicleId) === rowVersion;
    versions.set(vehicleId, rowVersion);
    return !known;
  }

  function join(at: Snapshot): Subscription {
    const reader = createReader(at, () => {
      readers.delete(reader);
      if (readers.size === 0 && joining.length === 0 && !looking) {
        clearTimeout(timer);
        onEnd();
      }
    });
    readers.add(reader);
    return reader;
  }

  return {
    subscribe: () =>
      new Promise((resolve, reject) => {
        // Only a look that begins from now on has surely seen what the reader has seen elsewhere.
        joining.push({ resolve, reject });
        if (!looking) void look();
      }),
  };
}

/** Changes of a page with their texts; resuming after one is resuming in the middle of the page. */
export function framesOf({ changes, until, more }: Page, since: Snapshot): Told[] {
  return changes.map((change, index) => {
    const isLast = !more && index === changes.length - 1;
    const id = encodeCursor(isLast ? { since: until } : { since, on: { until, after: change.place } });
    return { change, frame: frameOf(id, change) };
  });
}

type Reader = Subscription & { tell(told: Told[], position: string): void; end(): void };

function createReader(position: Snapshot, onClose: () => void): Reader {
  let queue: Told[] = [];
  let at = encodeCursor({ since: position });
  let ended = false;
  let wake = () => {};
  const end = () => {
    ended = true;
    queue = [];
    wake();
  };
  const close = () => {
    end();
    onClose();
  };
  return {
    position,
    tell(told, reached) {
      if (queue.length + told.length > maxQueued) return close();
      queue.push(...told);
      at = reached;
      if (queue.length > 0) wake();
    },
    end,
    async take(waitMs, signal) {
      if (queue.length === 0 && !ended && !signal.aborted) await waiting(waitMs, signal, (woken) => (wake = woken));
      if (ended) return undefined;
      const told = queue;
      queue = [];
      return { told, position: at };
    },
    close,
  };
}

/** Until woken, `waitMs` or the signal. */
async function waiting(waitMs: number, signal: AbortSignal, onWake: (wake: () => void) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  await new Promise<void>((resolve) => {
    wake = resolve;
    timer = setTimeout(resolve, waitMs);
    signal.addEventListener('abort', wake, { once: true });
    onWake(resolve);
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', wake);
}
