import type { Tx } from '../../../../db/scope.ts';
import { FeedError } from '../feed/feed-error.ts';
import type { Envelope, RawRecord, UnusableReason, Values } from '../formats/format.ts';
import { Unusable } from '../formats/format.ts';
import { type FormatName, formats } from '../formats/index.ts';
import type { LayerName } from '../layer.ts';
import { layers } from '../layer.ts';
import type { FieldMapping } from '../source-fields.ts';
import { presentIds, storeRecords, type Target, withdrawRecords } from './storeRecords.ts';

/** A source of a layer, as importing needs it. */
export type ImportSource = {
  id: string;
  layer: LayerName;
  format: FormatName;
  url: string;
  idPrefix: string;
  fieldMapping: FieldMapping;
  graceDays: number;
};

/** A document of a feed; a feed of several pages has several. */
export type Page = { url: string; body: AsyncIterable<Buffer>; ended?: (count: number, envelope: Envelope) => void };

/** What became of the records of a feed. */
export type ImportResult = {
  /** Stored or confirmed. */
  records: number;
  /** Of these, new or different. */
  written: number;
  skipped: Partial<Record<UnusableReason, number>>;
  missing: number;
  removed: number;
};

type Door = { inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>; now: Date };

const batchRecords = 500;
const maxRecords = 500_000;

/**
 * Brings the records of a feed into its layer, 500 in a transaction: a failure on the way leaves what was read so far, and the next
 * run the same result. A record that cannot be used is counted with its reason. Only a feed that was read to its end, and held a usable
 * record, makes others missing.
 *
 * @throws FeedError where the feed cannot be read or holds no usable record
 */
export async function importFeed(door: Door, source: ImportSource, pages: AsyncIterable<Page>): Promise<ImportResult> {
  const format = formats[source.format];
  const target: Target = { sourceId: source.id, layer: layers[source.layer], fields: format.fields(source), format };
  const result: ImportResult = { records: 0, written: 0, skipped: {}, missing: 0, removed: 0 };
  const skip = (reason: UnusableReason, times = 1): void => {
    if (times > 0) result.skipped[reason] = (result.skipped[reason] ?? 0) + times;
  };
  const named = new Set<string>();
  let batch = new Map<string, Values>();
  const store = async (): Promise<void> => {
    if (batch.size === 0) return;
    const records = batch;
    batch = new Map();
    const { written, others } = await door.inScope((tx) => storeRecords(tx, target, records));
    result.records += records.size - others.length;
    result.written += written;
    skip('other_source', others.length);
  };

  const take = (raw: RawRecord): void => {
    try {
      if ('broken' in raw) throw new Unusable(raw.broken);
      const feedId = format.id(raw.value, source);
      if (feedId === undefined) throw new Unusable('no_id');
      const id = `${source.idPrefix}${feedId}`;
      const values = readNamed(source, raw.value, id, named);
      if (format.repeats ? isOlder(values, batch.get(id)) : batch.has(id) || wasTaken(id)) throw new Unusable('duplicate');
      taken.add(id);
      batch.set(id, values);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      skip(error.reason);
    }
  };
  const taken = new Set<string>();
  const wasTaken = (id: string): boolean => taken.has(id);

  for await (const page of pages) {
    const records = format.records(page.body);
    let count = 0;
    for (;;) {
      const step = await records.next();
      if (step.done) {
        page.ended?.(count, step.value);
        break;
      }
      count += 1;
      take(step.value);
      if (taken.size > maxRecords) throw new FeedError(`The feed holds more than ${maxRecords} records.`);
      if (batch.size >= batchRecords) await store();
    }
  }
  await store();
  if (result.records === 0) throw new FeedError(`The feed holds no usable record${reasonsOf(result.skipped)}.`);
  if (format.complete) Object.assign(result, await withdraw(door, source, target, named));
  return result;
}

/** Reads a record; one that is open and of the layer counts as named even if the rest of it is broken, so it is not taken for gone. */
function readNamed(source: ImportSource, raw: unknown, id: string, named: Set<string>): Values {
  try {
    const values = formats[source.format].read(raw, source);
    named.add(id);
    return values;
  } catch (error) {
    if (error instanceof Unusable && error.reason !== 'not_open' && error.reason !== 'not_of_layer') named.add(id);
    throw error;
  }
}

const isOlder = (values: Values, known: Values | undefined): boolean =>
  known !== undefined && String(values.lastUpdated) <= String(known.lastUpdated);

async function withdraw(door: Door, source: ImportSource, target: Target, named: ReadonlySet<string>) {
  const missing = (await door.inScope((tx) => presentIds(tx, target))).filter((id) => !named.has(id));
  const removed = await door.inScope((tx) =>
    withdrawRecords(tx, target, { now: door.now, graceDays: source.graceDays, missing }),
  );
  return { missing: missing.length, removed };
}

function reasonsOf(skipped: ImportResult['skipped']): string {
  const reasons = Object.entries(skipped).map(([reason, times]) => `${times} ${reason}`);
  return reasons.length > 0 ? `: ${reasons.join(', ')}` : '';
}
