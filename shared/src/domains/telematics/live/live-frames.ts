import type { Clock } from '../../../clock.ts';
import type { Change, Page, Question } from './change.ts';
import { type Cursor, start } from './cursor.ts';
import { heartbeat, reset, retryAfter } from './frame.ts';
import { encodeSnapshot, type Snapshot } from './snapshot.ts';
import { framesOf, type Subscription, type Told } from './tenant-feed.ts';

const catchUpPageSize = 500;
const heartbeatMs = 15_000;
const retryMs = 3_000;

type Options = {
  subscribe(): Promise<Subscription>;
  /** Where the reader goes on. */
  cursor: Cursor;
  /** What was committed when the answer began: a new reader is told the events after that. */
  opened: Snapshot;
  /** The reader's cursor was of another database. */
  isReset: boolean;
  readPage(question: Omit<Question, 'subjectTypes'>): Promise<Page>;
  isWanted(change: Change): boolean;
  /** @throws once the reader may read no more */
  checkAccess(): Promise<void>;
  clock: Clock;
  maxSeconds: number;
  signal: AbortSignal;
};

/**
 * The text of a live stream. First what the reader missed, read page by page as it takes them, up to the place where it joined the
 * feed of its organisation; then what the feed tells. So nothing is lost or told twice at the seam.
 */
export async function* liveFrames(options: Options): AsyncGenerator<string> {
  const { clock, maxSeconds, signal, isWanted, checkAccess } = options;
  const endsMs = clock.now().getTime() + maxSeconds * 1000;
  yield retryAfter(retryMs) + (options.isReset ? reset : '');
  const subscription = await options.subscribe();
  // Versions of states that were told before the feed, which does not know of them: a row written again as it was is nothing to tell.
  const versions = new Map<string, number>();
  const isNew = ({ vehicleId, rowVersion }: Change) => rowVersion === null || versions.get(vehicleId as string) !== rowVersion;
  try {
    for await (const told of missed(options, subscription.position)) {
      for (const { change } of told) if (change.rowVersion !== null) versions.set(change.vehicleId as string, change.rowVersion);
      yield told.map(({ frame }) => frame).join('');
    }
    let checkedMs = clock.now().getTime();
    let sentMs = checkedMs;
    for (;;) {
      const nowMs = clock.now().getTime();
      if (signal.aborted || nowMs >= endsMs) return;
      if (nowMs - checkedMs >= heartbeatMs) {
        // It comes again, and is told why it may not.
        if (!(await mayRead(checkAccess))) return;
        checkedMs = nowMs;
      }
      const taken = await subscription.take(Math.min(heartbeatMs, endsMs - nowMs), signal);
      if (!taken || signal.aborted) return;
      const frames = taken.told.filter(({ change }) => isNew(change) && isWanted(change)).map(({ frame }) => frame);
      const isSilent = taken.told.length === 0 || nowMs - sentMs >= heartbeatMs;
      if (frames.length === 0 && !isSilent) continue;
      yield frames.length > 0 ? frames.join('') : heartbeat(taken.position);
      sentMs = nowMs;
    }
  } finally {
    subscription.close();
  }
}

async function* missed({ cursor, opened, readPage, isWanted, signal }: Options, position: Snapshot): AsyncGenerator<Told[]> {
  let { since, on } = cursor;
  let goal = on?.until ?? (cursor === start ? opened : position);
  while (!signal.aborted) {
    const page = await readPage({ since, until: goal, after: on?.after, limit: catchUpPageSize });
    const told = framesOf(page, since).filter(({ change }) => isWanted(change));
    if (told.length > 0) yield told;
    const last = page.changes.at(-1);
    if (page.more && last) on = { until: page.until, after: last.place };
    else if (encodeSnapshot(goal) !== encodeSnapshot(position)) [since, on, goal] = [goal, undefined, position];
    else return;
  }
}

function mayRead(checkAccess: () => Promise<void>): Promise<boolean> {
  return checkAccess().then(
    () => true,
    () => false,
  );
}
