import type { Tx } from '../../../../db/scope.ts';
import { loggableError } from '../../../../log/loggable-error.ts';
import { FeedError } from '../feed/feed-error.ts';
import { type FeedRequest, openFeed } from '../feed/openFeed.ts';
import { type ImportResult, type ImportSource, importFeed } from '../import/index.ts';
import { eachStation, followPages, type Reading } from './pages.ts';

/** A source with what is known of its feed. */
export type DueSource = ImportSource & { etag: string | null; lastModified: string | null };

export type Refreshing = {
  inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
  now: Date;
  signal: AbortSignal;
  /** Feeds of this machine may be asked, over plain http. */
  local: boolean;
};

export type Outcome = 'unchanged' | 'read' | 'failed';

const maxStations = 500;

/**
 * Takes the source that has waited longest, if one is due. Until it is done, or a quarter of an hour later if its worker is gone, no
 * other worker takes it.
 */
export async function takeDueSource(tx: Tx, now: Date): Promise<DueSource | undefined> {
  const [source] = await tx.query<DueSource>(
    `update platform.layer_sources set next_attempt_at = $1::timestamptz + interval '15 minutes', last_attempt_at = $1
     where id = (
       select id from platform.layer_sources where is_active and next_attempt_at <= $1
       order by next_attempt_at, id limit 1 for no key update skip locked
     )
     returning id, layer, format, url, id_prefix as "idPrefix", field_mapping as "fieldMapping", grace_days as "graceDays", etag,
       last_modified as "lastModified"`,
    [now],
  );
  return source;
}

/** Reads the feed of a source into its layer and notes how it went. A feed that cannot be read is tried again, ever less often. */
export async function refresh(refreshing: Refreshing, source: DueSource): Promise<{ outcome: Outcome; result?: ImportResult }> {
  const { inScope, now, signal, local } = refreshing;
  const request: FeedRequest = { etag: source.etag, lastModified: source.lastModified, local, signal };
  try {
    const opened = source.url.includes('{stationId}')
      ? {
          reading: eachStation(source, await inScope((tx) => stationsToAsk(tx, source)), request),
          etag: null,
          lastModified: null,
        }
      : await openPages(source, request);
    if (!opened) {
      await inScope((tx) => noteSuccess(tx, source.id, now));
      return { outcome: 'unchanged' };
    }
    const { reading } = opened;
    const result = await importFeed({ inScope, now }, source, reading.pages);
    if (reading.unreachable() > 0) result.skipped.unreachable = reading.unreachable();
    await inScope((tx) => noteReading(tx, source.id, now, { ...opened, result }));
    return { outcome: 'read', result };
  } catch (error) {
    if (signal.aborted) throw error;
    const message = error instanceof FeedError ? error.message : loggableError(error).message;
    await inScope((tx) => noteFailure(tx, source.id, now, message));
    return { outcome: 'failed' };
  }
}

async function openPages(source: DueSource, request: FeedRequest) {
  const answer = await openFeed(source.url, request);
  if (answer.status === 'unchanged') return undefined;
  return { reading: followPages(source, answer, request), etag: answer.etag, lastModified: answer.lastModified };
}

/** Those of the stations' own feed, first those whose observation is oldest; their ids as that feed has them. */
async function stationsToAsk(tx: Tx, { idPrefix }: DueSource): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select substr(w.station_id, length($2) + 1) as id
     from platform.weather_stations w join platform.layer_sources s on s.id = w.source_id and s.format = 'nws_stations'
     where w.missing_since is null and starts_with(w.station_id, $2)
     order by w.last_updated nulls first, w.id limit $1`,
    [maxStations, idPrefix],
  );
  return rows.map(({ id }) => id);
}

const waitSql = 'next_attempt_at = $2::timestamptz + make_interval(mins => refresh_minutes)';

function noteSuccess(tx: Tx, id: string, now: Date) {
  return tx.query(
    `update platform.layer_sources set ${waitSql}, last_success_at = $2, last_error = null, failure_count = 0 where id = $1`,
    [id, now],
  );
}

/** The validators of a first page say nothing about the pages after it, so those of a feed in pages are not kept. */
function noteReading(
  tx: Tx,
  id: string,
  now: Date,
  read: { reading: Reading; etag: string | null; lastModified: string | null; result: ImportResult },
) {
  const { reading, result } = read;
  const [etag, lastModified] = reading.count() === 1 ? [read.etag, read.lastModified] : [null, null];
  return tx.query(
    `update platform.layer_sources set ${waitSql}, last_success_at = $2, last_error = null, failure_count = 0,
       etag = $3, last_modified = $4, content_hash = $5::text, records = $6, skipped = $7,
       last_changed_at = case when content_hash is distinct from $5::text then $2::timestamptz else last_changed_at end
     where id = $1`,
    [id, now, etag, lastModified, reading.hash.digest('hex'), result.records, JSON.stringify(result.skipped)],
  );
}

function noteFailure(tx: Tx, id: string, now: Date, message: string) {
  return tx.query(
    `update platform.layer_sources set last_error = $3, failure_count = failure_count + 1,
       next_attempt_at = $2::timestamptz + make_interval(mins => least(refresh_minutes, (2 ^ least(failure_count, 15))::integer))
     where id = $1`,
    [id, now, message.slice(0, 1_000)],
  );
}
