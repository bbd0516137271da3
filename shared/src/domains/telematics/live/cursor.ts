import { beginning, decodeSnapshot, encodeSnapshot, fromBase36, type Snapshot } from './snapshot.ts';

/** Place of a change among those between two snapshots: by transaction, events before states, then by position or vehicle. */
export type Place = { transactionId: bigint; kind: 'event' | 'state'; key: string };

/**
 * How far a reader is: it knows all that was committed at `since`; where it stopped on the way to `until`, also what stands there up
 * to `after`. See docs/decisions/0016-live-stream.md.
 */
export type Cursor = { since: Snapshot; on?: { until: Snapshot; after: Place } };

/** Where a reader without a cursor begins: with all there is. */
export const start: Cursor = { since: beginning };

const marks = { event: 'e', state: 's' } as const;

/** A cursor as one word of visible ASCII, fit for `id:` of an event and for a query. */
export function encodeCursor({ since, on }: Cursor): string {
  if (!on) return encodeSnapshot(since);
  const { transactionId, kind, key } = on.after;
  return `${encodeSnapshot(since)}_${encodeSnapshot(on.until)}_${transactionId.toString(36)}${marks[kind].toUpperCase()}${key}`;
}

/** The cursor of a text, or undefined where it is none. */
export function decodeCursor(text: string): Cursor | undefined {
  const [known = '', goal, place, ...rest] = text.split('_');
  const since = decodeSnapshot(known);
  if (!since || rest.length > 0) return undefined;
  if (goal === undefined) return { since };
  const until = decodeSnapshot(goal);
  const match = /^([0-9a-z]{1,12})(?:E(\d{1,18})|S([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/.exec(place ?? '');
  if (!until || !match) return undefined;
  const [, transaction, position, vehicleId] = match;
  const transactionId = fromBase36(transaction as string);
  if (transactionId >= 2n ** 63n) return undefined;
  const after: Place = { transactionId, kind: position ? 'event' : 'state', key: (position ?? vehicleId) as string };
  return { since, on: { until, after } };
}
