import type { Tx } from '../../../db/scope.ts';
import { type PositionRow, positionSql, positionsOf, type StoredPosition } from '../fields.ts';
import { everyRow, firstRowOfEach, type HistoryQuery, type HistoryTable, lastRow } from './history-rows.ts';
import { plausible } from './position-sql.ts';
import { simplify } from './simplify.ts';

/** Which positions of a vehicle. */
export type PositionQuery = HistoryQuery & { includeImplausible: boolean };

const tableOf = ({ includeImplausible }: PositionQuery): HistoryTable => ({
  name: 'vehicle_locations',
  select: positionSql,
  where: (alias) => (includeImplausible ? 'true' : plausible(alias)),
});

/** Every position, in the order of measurement. */
export async function everyPosition(tx: Tx, query: PositionQuery, count: number): Promise<PositionRow[]> {
  return positionsOf(await everyRow<StoredPosition>(tx, tableOf(query), query, count), query.vehicleId);
}

/** The first position of each interval. */
export async function sampledPositions(
  tx: Tx,
  query: PositionQuery,
  everySeconds: number,
  count: number,
): Promise<PositionRow[]> {
  return positionsOf(await firstRowOfEach<StoredPosition>(tx, tableOf(query), query, everySeconds, count), query.vehicleId);
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
  const [last] = positionsOf(await lastRow<StoredPosition>(tx, tableOf(query), query), query.vehicleId);
  if (last && last.id !== rows.at(-1)?.id) rows.push(last);
  return simplify(rows, maxPoints);
}
