import type { Place } from '../../geo/haversine.ts';
import type { FenceVersion } from './fences.ts';
import { leadsBeyond, type Piece, piecesOf } from './pieces.ts';
import { placeAlong, type Shape } from './shapes/shape.ts';

/** When and where a border was crossed. */
export type Crossing = { atMs: number; latitude: number; longitude: number };

/** A fence that the vehicle is in. */
export type Inside = {
  geofenceId: string;
  enteredAtMs: number;
  /** When it had been there for long; null before. */
  dwelledAtMs: number | null;
  /** Where it seems to have left, which is not certain yet. */
  leaving: Crossing | null;
};

/** A fence that the vehicle seems to have entered, which is not certain yet. */
export type Entering = Crossing & { geofenceId: string };

/** How a vehicle stands to a fence; both null: it is outside for certain. */
export type Standing = { inside: Inside | null; entering: Crossing | null };

/** A border that was crossed for certain. `enteredAtMs` is that of the stay that ends, for an exit. */
export type Crossed = { version: FenceVersion; at: Crossing } & ({ type: 'entry' } | { type: 'exit'; enteredAtMs: number });

/** From one fix to the next; where nothing is known of the way, both ends are the same. */
export type Way = {
  start: Place;
  startMs: number;
  end: Place;
  endMs: number;
  /** What the end may be off by, in metres. */
  endMarginM: number;
  /** What places in between may be off by. */
  marginM: number;
};

/**
 * Follows a way over the border of a fence. The vehicle changes sides where the way leads so far beyond the border that receivers
 * are not off by as much, and did so where it crossed the border last before that: jitter at the border changes nothing.
 */
export function judgeFence(version: FenceVersion, way: Way, before: Standing, crossed: Crossed[]): Standing {
  const { shape, geofenceId } = version;
  let { inside } = before;
  let crossing = inside ? inside.leaving : before.entering;
  for (const piece of piecesOf(shape, way.start, way.end, sinceOf(version, way, inside))) {
    if (piece.inside === (inside !== null)) {
      crossing = null;
      continue;
    }
    crossing ??= crossingAt(way, piece.from);
    if (!isCertain(shape, way, piece)) continue;
    if (inside) {
      crossed.push({ type: 'exit', version, at: crossing, enteredAtMs: inside.enteredAtMs });
      inside = null;
    } else {
      crossed.push({ type: 'entry', version, at: crossing });
      inside = { geofenceId, enteredAtMs: crossing.atMs, dwelledAtMs: null, leaving: null };
    }
    crossing = null;
  }
  if (!inside) return { inside, entering: crossing };
  return { inside: inside.leaving === crossing ? inside : { ...inside, leaving: crossing }, entering: null };
}

/** The part of the way from which it counts: not before the fence was there, nor before what has been told of the stay. */
function sinceOf({ validFromMs }: FenceVersion, { startMs, endMs }: Way, inside: Inside | null): number {
  const sinceMs = Math.max(validFromMs, inside?.dwelledAtMs ?? startMs, inside?.enteredAtMs ?? startMs);
  return sinceMs > startMs ? Math.min(1, (sinceMs - startMs) / (endMs - startMs)) : 0;
}

/** To the millisecond and to seven decimals, a centimetre. */
function crossingAt({ start, startMs, end, endMs }: Way, part: number): Crossing {
  const { latitude, longitude } = placeAlong(start, end, part);
  return {
    atMs: Math.round(startMs + (endMs - startMs) * part),
    latitude: Number(latitude.toFixed(7)),
    longitude: Number(longitude.toFixed(7)),
  };
}

function isCertain(shape: Shape, way: Way, piece: Piece): boolean {
  if (piece.to === 1 && shape.distanceToBorderM(way.end) > beyondM(shape, piece, way.endMarginM)) return true;
  return piece.to > piece.from && leadsBeyond(shape, way.start, way.end, piece, beyondM(shape, piece, way.marginM));
}

/**
 * How far beyond the border a vehicle has changed sides: the margin. A fence too small for that is entered sooner, and left as much
 * later: between the two always lies twice the margin, which jitter does not cross.
 */
function beyondM({ depthM }: Shape, { inside }: Piece, marginM: number): number {
  const entryM = Math.min(marginM, depthM);
  return inside ? entryM : 2 * marginM - entryM;
}
