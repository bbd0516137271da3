import type { Place } from '../../geo/haversine.ts';
import { placeAlong, type Shape } from './shapes/shape.ts';

/** A part of a way that lies on one side of a border, from one part of it to another (0 to 1). */
export type Piece = { from: number; to: number; inside: boolean };

/** Cuts a way, from a part of it on, where it crosses the border of a shape. The last piece is on the side of the end. */
export function piecesOf(shape: Shape, start: Place, end: Place, since: number): Piece[] {
  const pieces: Piece[] = [];
  let from = since;
  for (const to of shape.crossings(start, end)) {
    if (to <= from) continue;
    add(pieces, { from, to, inside: shape.contains(placeAlong(start, end, (from + to) / 2)) });
    from = to;
  }
  add(pieces, { from, to: 1, inside: shape.contains(end) });
  return pieces;
}

/** Touching a corner is no crossing: pieces on the same side are one. */
function add(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last?.inside === piece.inside) last.to = piece.to;
  else pieces.push(piece);
}

/** Where the depth of a piece is looked at; its ends lie on the border. */
const samples = [1 / 2, 1 / 4, 3 / 4, 1 / 8, 3 / 8, 5 / 8, 7 / 8];

/** Whether a piece leads further from the border than so many metres, its ends aside. */
export function leadsBeyond(shape: Shape, start: Place, end: Place, { from, to }: Piece, metres: number): boolean {
  return samples.some((sample) => shape.distanceToBorderM(placeAlong(start, end, from + (to - from) * sample)) > metres);
}
