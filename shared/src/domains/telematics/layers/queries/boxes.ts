import { earthRadiusM } from '../../geo/haversine.ts';
import type { Piece, Point } from './line.ts';

/** A box in space around some pieces of a line, and everything within a distance of them. */
export type Box = { low: Point; high: Point; pieces: Piece[] };

/**
 * Boxes that together hold every point within `withinM` of the pieces: few enough to ask an index for each, small enough to hold
 * little else. A box takes pieces in until it is `largestM` long.
 */
export function boxesAround(pieces: readonly Piece[], withinM: number, largestM: number): Box[] {
  const boxes: Box[] = [];
  let open: Box | undefined;
  for (const piece of pieces) {
    const low = least(piece.from, piece.to);
    const high = greatest(piece.from, piece.to);
    const joined = open && { low: least(open.low, low), high: greatest(open.high, high), pieces: open.pieces };
    if (open && joined && diagonal(joined) <= largestM) {
      open.low = joined.low;
      open.high = joined.high;
      open.pieces.push(piece);
    } else {
      open = { low, high, pieces: [piece] };
      boxes.push(open);
    }
  }
  return boxes.map((box) => {
    const bulge = Math.max(...box.pieces.map(({ lengthM }) => earthRadiusM * (1 - Math.cos(lengthM / earthRadiusM / 2))));
    const by = withinM + bulge + 1;
    return {
      low: [box.low[0] - by, box.low[1] - by, box.low[2] - by],
      high: [box.high[0] + by, box.high[1] + by, box.high[2] + by],
      pieces: box.pieces,
    };
  });
}

const least = (a: Point, b: Point): Point => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.min(a[2], b[2])];
const greatest = (a: Point, b: Point): Point => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.max(a[2], b[2])];
const diagonal = ({ low, high }: { low: Point; high: Point }): number =>
  Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
