import type { Tx } from '../../../../db/scope.ts';
import { ruleViolated } from '../../../../errors.ts';
import type { Place } from '../../geo/haversine.ts';
import { conditionsSql, type Filters, type Layer, type LayerName, layers } from '../layer.ts';
import { type Box, boxesAround } from './boxes.ts';
import { distanceToPiece, piecesOf, pointOf } from './line.ts';
import { type Found, recordSql } from './record.ts';

/** Longer pieces bulge visibly over their chords; shorter ones only cost more. */
const longestPieceM = 10_000;
/** The most records near a line that are looked at. */
const maxCandidates = 20_000;

type Candidate = { box: number; id: string; latitude: number; longitude: number };
type Near = { id: string; distanceM: number; alongM: number };

export type Corridor = {
  line: readonly Place[];
  withinM: number;
  filters?: Filters;
  count: number;
  after?: { alongM: number; id: string } | undefined;
};

/** SQL and values of the records in boxes around a line: each box is a question to the index. */
export function candidatesSql(layer: Layer, boxes: readonly Box[], filters: Filters): [text: string, values: unknown[]] {
  const axis = (corner: 'low' | 'high', index: 0 | 1 | 2): number[] => boxes.map((box) => box[corner][index]);
  const values: unknown[] = [axis('low', 0), axis('low', 1), axis('low', 2), axis('high', 0), axis('high', 1), axis('high', 2)];
  values.push(maxCandidates + 1);
  const conditions = conditionsSql(layer, filters, values);
  return [
    `select b.box::integer - 1 as box, p.id, p.latitude, p.longitude
     from unnest($1::double precision[], $2::double precision[], $3::double precision[], $4::double precision[],
       $5::double precision[], $6::double precision[]) with ordinality as b (x0, y0, z0, x1, y1, z1, box)
     join ${layer.view} p on p.place <@ cube(array[b.x0, b.y0, b.z0], array[b.x1, b.y1, b.z1])
     where true${conditions}
     limit $7`,
    values,
  ];
}

/**
 * The records of a layer within a distance of a line (great circles between its points), in the order in which somebody who follows it
 * passes them: `alongM` from its start, `distanceM` beside it.
 *
 * @throws 422 when more than 20,000 records are near; the question must be narrowed
 */
export async function corridor(tx: Tx, layerName: LayerName, { line, withinM, filters = {}, count, after }: Corridor) {
  const layer = layers[layerName];
  const places = line.length === 1 ? [line[0] as Place, line[0] as Place] : line;
  const boxes = boxesAround(piecesOf(places, longestPieceM), withinM, Math.max(4 * withinM, longestPieceM));
  const candidates = await tx.query<Candidate>(...candidatesSql(layer, boxes, filters));
  if (candidates.length > maxCandidates)
    throw ruleViolated(
      `More than ${maxCandidates} records are near this line. Ask for a shorter part, less distance, or filter.`,
    );
  const near = [...nearest(candidates, boxes).values()]
    .filter(({ distanceM }) => distanceM <= withinM)
    .sort((a, b) => a.alongM - b.alongM || (a.id < b.id ? -1 : 1));
  const page = near.filter((one) => !after || one.alongM > after.alongM || (one.alongM === after.alongM && one.id > after.id));
  return withRecords(tx, layer, page.slice(0, count));
}

/** Where each record is nearest to the line; a record can be in several boxes. Of places equally near, the first along the line. */
function nearest(candidates: readonly Candidate[], boxes: readonly Box[]): Map<string, Near> {
  const found = new Map<string, Near>();
  for (const { box, id, ...place } of candidates) {
    const point = pointOf(place);
    for (const piece of (boxes[box] as Box).pieces) {
      const { distanceM, alongM } = distanceToPiece(point, piece);
      const known = found.get(id);
      if (!known || distanceM < known.distanceM || (distanceM === known.distanceM && alongM < known.alongM))
        found.set(id, { id, distanceM, alongM });
    }
  }
  return found;
}

async function withRecords(tx: Tx, layer: Layer, page: readonly Near[]): Promise<Found<{ alongM: number }>[]> {
  if (page.length === 0) return [];
  const rows = await tx.query<{ record: Omit<Found, 'distanceM'> & { id: string } }>(
    `select row_to_json(x) as record from (select ${recordSql(layer)} from ${layer.view} p where p.id = any ($1::uuid[])) x`,
    [page.map(({ id }) => id)],
  );
  const records = new Map(rows.map(({ record }) => [record.id, record]));
  // A record that was removed between the two questions is left out.
  return page.flatMap((near) => {
    const record = records.get(near.id);
    return record ? [{ ...record, ...near } as Found<{ alongM: number }>] : [];
  });
}
