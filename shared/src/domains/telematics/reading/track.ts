import type { Tx } from '../../../db/scope.ts';
import { lowestId } from '../lowestId.ts';
import { plausible } from './position-sql.ts';

/** A position on a track. */
export type TrackPoint = {
  id: string;
  /** Milliseconds since 1970, UTC. */
  recordedMs: number;
  latitude: number;
  longitude: number;
  altitudeM: number | null;
  speedKph: number | null;
  headingDeg: number | null;
  accuracyM: number | null;
  odometerKm: number | null;
  source: string;
  deviceId: string;
  /** The vehicle was silent before it: a new line begins. */
  afterGap: boolean;
};

/** Which positions: of one vehicle, `from` inclusive, `to` exclusive. */
export type Track = { vehicleId: string; from: Date; to: Date; includeImplausible: boolean };

const pageSize = 2_000;

/** After a silence of so long the positions before and after are not joined by a line. */
const gapMs = 10 * 60_000;

/**
 * A track in pages, in the order of measurement. Each page is a short transaction of its own, so a client that reads slowly holds
 * nothing, and a track of any length takes the memory of one page.
 */
export async function* trackPages(
  track: Track,
  inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>,
  signal: AbortSignal,
): AsyncGenerator<TrackPoint[]> {
  let after = { at: track.from.toISOString(), id: lowestId };
  let lastMs: number | undefined;
  while (!signal.aborted) {
    const rows = await inScope((tx) => readPage(tx, track, after));
    const page: TrackPoint[] = rows.map(({ at: _, ...row }) => {
      const afterGap = lastMs !== undefined && row.recordedMs - lastMs > gapMs;
      lastMs = row.recordedMs;
      return { ...row, afterGap };
    });
    const last = rows.at(-1);
    if (last) yield page;
    if (!last || rows.length < pageSize) return;
    after = last;
  }
}

type Row = Omit<TrackPoint, 'afterGap'> & { at: string };

function readPage(tx: Tx, { vehicleId, to, includeImplausible }: Track, after: { at: string; id: string }): Promise<Row[]> {
  return tx.query<Row>(
    `select l.id, l.recorded_at::text as at, (extract(epoch from l.recorded_at) * 1000)::float8 as "recordedMs", l.latitude, l.longitude,
       l.altitude_m as "altitudeM", l.speed_kph as "speedKph", l.heading_deg as "headingDeg", l.accuracy_m as "accuracyM",
       l.odometer_km as "odometerKm", l.source, l.device_id as "deviceId"
     from vehicle_locations l
     where l.vehicle_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 and (l.recorded_at, l.id) > ($2, $4::uuid)
       ${includeImplausible ? '' : `and ${plausible('l')}`}
     order by l.recorded_at, l.id limit ${pageSize}`,
    [vehicleId, after.at, to, after.id],
  );
}
