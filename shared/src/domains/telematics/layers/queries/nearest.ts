import type { Tx } from '../../../../db/scope.ts';
import { earthRadiusM, type Place } from '../../geo/haversine.ts';
import { conditionsSql, type Filters, type LayerName, layers } from '../layer.ts';
import { type Found, recordSql } from './record.ts';

/** How far from a place to look, and where the page before ended. */
export type Around = { filters?: Filters; radiusM?: number; after?: { chordM: number; id: string } | undefined };

/**
 * SQL and values of the nearest records. First how far the last of them is, which the index tells in its own order; then all up to there
 * in an order without ties, whose second key would have made the planner sort everything.
 */
export function nearestSql(
  layerName: LayerName,
  place: Place,
  count: number,
  around: Around = {},
): [text: string, values: unknown[]] {
  const layer = layers[layerName];
  const values: unknown[] = [place.latitude, place.longitude, count];
  const point = 'platform.earth_point($1::double precision, $2::double precision)';
  const chord = `(p.place <-> ${point})`;
  const within =
    around.radiusM === undefined
      ? ''
      : ` and p.place <@ cube_enlarge(${point}, $${values.push(chordOf(around.radiusM))}::double precision, 3)
          and ${chord} <= $${values.length}::double precision`;
  const after = around.after
    ? ` and ${chord} >= $${values.push(around.after.chordM)}::double precision
        and (${chord}, p.id) > ($${values.length}::double precision, $${values.push(around.after.id)}::uuid)`
    : '';
  const conditions = `${within}${after}${conditionsSql(layer, around.filters ?? {}, values)}`;
  return [
    `with edge as materialized (
       select max(chord) as chord
       from (select ${chord} as chord from ${layer.view} p where true${conditions} order by ${chord} limit $3) nearest
     )
     select row_to_json(x) as record from (
       select ${recordSql(layer)}, platform.arc_length_m(${chord}) as "distanceM", ${chord} as "chordM"
       from ${layer.view} p
       where p.place <@ cube_enlarge(${point}, (select chord from edge) + 0.001, 3) and ${chord} <= (select chord from edge)${conditions}
       order by ${chord}, p.id limit $3
     ) x`,
    values,
  ];
}

/**
 * The `count` records of a layer that are nearest to a place, the nearest first, with their great-circle distance in metres. Works in
 * the scope of any tenant and for the system.
 *
 * @example
 * const [plaza] = await nearest(tx, 'toll_plazas', { latitude: 28.43, longitude: -81.41 }, 1);
 */
export async function nearest(
  tx: Tx,
  layerName: LayerName,
  place: Place,
  count: number,
  around: Around = {},
): Promise<Found<{ chordM: number }>[]> {
  const rows = await tx.query<{ record: Found<{ chordM: number }> }>(...nearestSql(layerName, place, count, around));
  return rows.map(({ record }) => record);
}

/** The straight line, in metres through the earth, under an arc on it; at most its diameter. */
function chordOf(arcM: number): number {
  const diameterM = 2 * earthRadiusM;
  return diameterM * Math.sin(Math.min(arcM / diameterM, Math.PI / 2));
}
