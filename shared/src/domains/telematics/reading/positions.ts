import type { Tx } from '../../../db/scope.ts';
import { type PositionRow, positionSql, positionsOf } from '../fields.ts';
import { lowestId, plausible } from './position-sql.ts';
import { simplify } from './simplify.ts';

/** Which positions of a vehicle: `from` inclusive, `to` exclusive, after the position `afterId` of the moment `from`. */
export type PositionQuery = {
  vehicleId: string;
  from: Date;
  to: Date;
  afterId?: string | undefined;
  includeImplausible: boolean;
};

const only = (alias: string, { includeImplausible }: PositionQuery) => (includeImplausible ? '' : `and ${plausible(alias)}`);

/** Every position, in the order of measurement. */
export function everyPosition(tx: Tx, query: PositionQuery, count: number): Promise<PositionRow[]> {
  const { vehicleId, from, to, afterId = lowestId } = query;
  return positionsOf(
    tx.query(
      `select ${positionSql('l')} from vehicle_locations l
     where l.vehicle_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 and (l.recorded_at, l.id) > ($2, $4::uuid) ${only('l', query)}
     order by l.recorded_at, l.id limit $5`,
      [vehicleId, from, to, afterId, count],
    ),
  );
}

/**
 * The first position of each interval. Jumps from interval to interval through the index instead of reading what lies between: a
 * month of one vehicle costs as many index probes as it answers rows.
 */
export function sampledPositions(tx: Tx, query: PositionQuery, everySeconds: number, count: number): Promise<PositionRow[]> {
  const { vehicleId, from, to, afterId } = query;
  const everyMs = everySeconds * 1000;
  const start = afterId === undefined ? from : new Date((Math.floor(from.getTime() / everyMs) + 1) * everyMs);
  const first = (since: string) =>
    `(select l.* from vehicle_locations l where l.vehicle_id = $1 and l.recorded_at >= ${since} and l.recorded_at < $3 ${only('l', query)}
      order by l.recorded_at, l.id limit 1)`;
  return positionsOf(
    tx.query(
      `with recursive sample as (
       ${first('$2::timestamptz')}
       union all
       select n.* from sample s cross join lateral
         ${first('to_timestamp((floor(extract(epoch from s.recorded_at) / $4::integer) + 1) * $4::integer)')} n
     )
     select ${positionSql('s')} from sample s limit $5`,
      [vehicleId, start, to, everySeconds, count],
    ),
  );
}

/** So many positions are looked at for each that is answered. */
const candidatesEach = 8;
const maxCandidates = 20_000;

/**
 * At most `maxPoints` positions that keep the shape of the way: evenly taken ones, several for each that is wanted, of which those go
 * first that the line misses least. The first and the last stay.
 */
export async function shapedPositions(tx: Tx, query: PositionQuery, maxPoints: number): Promise<PositionRow[]> {
  const candidates = Math.min(maxCandidates, maxPoints * candidatesEach);
  const everySeconds = Math.ceil((query.to.getTime() - query.from.getTime()) / 1000 / candidates);
  const rows = await sampledPositions(tx, query, everySeconds, candidates + 1);
  const [last] = await positionsOf(
    tx.query(
      `select ${positionSql('l')} from vehicle_locations l
     where l.vehicle_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 ${only('l', query)}
     order by l.recorded_at desc, l.id desc limit 1`,
      [query.vehicleId, query.from, query.to],
    ),
  );
  if (last && last.id !== rows.at(-1)?.id) rows.push(last);
  return simplify(rows, maxPoints);
}
