import type { Tx } from '../../../db/scope.ts';
import { lowestId } from '../lowestId.ts';

/** Which rows of a vehicle: `from` inclusive, `to` exclusive, after the row `afterId` of the moment `from`. */
export type HistoryQuery = { vehicleId: string; from: Date; to: Date; afterId?: string | undefined };

/** A table of readings: what is answered of its rows, and of which; both as SQL for an alias of the table. */
export type HistoryTable = { name: string; select: (alias: string) => string; where: (alias: string) => string };

const rowsSql = ({ name, where }: HistoryTable, columns: string, since: string) =>
  `select ${columns} from ${name} f where f.vehicle_id = $1 and f.recorded_at >= ${since} and f.recorded_at < $3 and ${where('f')}`;

/** Every row, in the order of measurement. */
export function everyRow<Row extends Record<string, unknown>>(
  tx: Tx,
  table: HistoryTable,
  query: HistoryQuery,
  count: number,
): Promise<Row[]> {
  const { vehicleId, from, to, afterId = lowestId } = query;
  return tx.query<Row>(
    `${rowsSql(table, table.select('f'), '$2')} and (f.recorded_at, f.id) > ($2, $4::uuid) order by f.recorded_at, f.id limit $5`,
    [vehicleId, from, to, afterId, count],
  );
}

/**
 * The first row of each interval. Jumps from interval to interval through the index instead of reading what lies between: a month of
 * one vehicle costs as many index probes as it answers rows.
 */
export function firstRowOfEach<Row extends Record<string, unknown>>(
  tx: Tx,
  table: HistoryTable,
  query: HistoryQuery,
  everySeconds: number,
  count: number,
): Promise<Row[]> {
  const { vehicleId, from, to, afterId } = query;
  const everyMs = everySeconds * 1_000;
  const start = afterId === undefined ? from : new Date((Math.floor(from.getTime() / everyMs) + 1) * everyMs);
  const first = (since: string) => `(${rowsSql(table, 'f.*', since)} order by f.recorded_at, f.id limit 1)`;
  return tx.query<Row>(
    `with recursive sample as (
       ${first('$2::timestamptz')}
       union all
       select n.* from sample s cross join lateral
         ${first('to_timestamp((floor(extract(epoch from s.recorded_at) / $4::integer) + 1) * $4::integer)')} n
     )
     select ${table.select('s')} from sample s limit $5`,
    [vehicleId, start, to, everySeconds, count],
  );
}

/** The last row, if there is one. */
export function lastRow<Row extends Record<string, unknown>>(tx: Tx, table: HistoryTable, query: HistoryQuery): Promise<Row[]> {
  return tx.query<Row>(`${rowsSql(table, table.select('f'), '$2')} order by f.recorded_at desc, f.id desc limit 1`, [
    query.vehicleId,
    query.from,
    query.to,
  ]);
}
