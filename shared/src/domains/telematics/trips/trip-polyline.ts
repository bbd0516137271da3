import type { Tx } from '../../../db/scope.ts';
import type { Place } from '../geo/haversine.ts';
import { encodePolyline } from '../geo/polyline.ts';
import { lowestId } from '../lowestId.ts';
import { plausible } from '../reading/position-sql.ts';
import { rulesInForce } from '../rules/rulesInForce.ts';
import { simplifyLine } from './simplify-line.ts';

const pageRows = 10_000;

type Row = Place & { id: string; at: string };

/**
 * The way of a trip as an encoded polyline of precision 5, from its first to its last fix. Fixes that cannot be true are left out, as
 * are those too inexact for the fold, and those that lie within `trips.polylineToleranceM` of the line.
 */
export async function tripPolyline(tx: Tx, trip: { vehicleId: string; startedAt: Date; endedAt: Date }): Promise<string> {
  const { rules } = await rulesInForce(tx, trip.startedAt);
  const toleranceM = rules.trips.polylineToleranceM;
  const line: Place[] = [];
  let after = { at: trip.startedAt.toISOString(), id: lowestId };
  for (;;) {
    const page = await readPage(tx, trip, after, rules.plausibility.maxAccuracyM);
    // Each page begins where the one before ended, so that no tolerance is lost between them.
    line.push(...simplifyLine([...line.splice(-1), ...page], toleranceM));
    const last = page.at(-1);
    if (!last || page.length < pageRows) return encodePolyline(line);
    after = last;
  }
}

function readPage(
  tx: Tx,
  { vehicleId, endedAt }: { vehicleId: string; endedAt: Date },
  after: { at: string; id: string },
  maxAccuracyM: number,
): Promise<Row[]> {
  return tx.query<Row>(
    `select l.id, l.recorded_at::text as at, l.latitude, l.longitude from vehicle_locations l
     where l.vehicle_id = $1 and l.recorded_at >= $2 and l.recorded_at <= $3 and (l.recorded_at, l.id) > ($2, $4::uuid)
       and coalesce(l.accuracy_m, 0) <= $5 and ${plausible('l')}
     order by l.recorded_at, l.id limit ${pageRows}`,
    [vehicleId, after.at, endedAt, after.id, maxAccuracyM],
    'trip_positions',
  );
}
