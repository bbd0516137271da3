import { continued, type Position, polygon } from '../fold/geofences/shapes/polygon.ts';
import { eastward } from '../fold/geofences/shapes/shape.ts';
import { contactOf } from './ring-contacts.ts';

/** Corners of one fence, holes included. */
export const maxPositions = 5_000;

/** What is wrong with coordinates, and where: ring, position. */
export type Problem = { path: number[]; message: string };

/**
 * What keeps coordinates from being those of a GeoJSON Polygon (RFC 7946, section 3.1.6) that can be watched: an outer ring, then holes
 * in it, all closed, none of which touches itself or another. Rings may turn either way; they may cross the antimeridian.
 */
export function polygonProblem(rings: readonly unknown[]): Problem | undefined {
  if (rings.length === 0) return { path: [], message: 'Holds no ring. The first is the outer ring, the others are holes.' };
  const positions = rings.reduce((sum: number, ring) => sum + (Array.isArray(ring) ? ring.length : 0), 0);
  if (positions > maxPositions) return { path: [], message: `Has ${positions} positions, at most ${maxPositions}. Simplify it.` };
  for (const [index, ring] of rings.entries()) {
    const problem = formProblem(ring) ?? wayProblem(ring as Position[]);
    if (problem) return { path: [index, ...problem.path], message: problem.message };
  }
  return areaProblem(rings as Position[][]);
}

/** A ring that is no list of positions, or is not closed. */
function formProblem(ring: unknown): Problem | undefined {
  if (!Array.isArray(ring)) return { path: [], message: 'Is no ring: a list of positions [longitude, latitude].' };
  for (const [index, position] of ring.entries()) {
    const message = positionProblem(position);
    if (message) return { path: [index], message };
  }
  if (ring.length < 4)
    return { path: [], message: `Has ${ring.length} positions; a ring has at least 4, the last equal to the first.` };
  const [first, last] = [ring[0] as Position, ring.at(-1) as Position];
  if (first[0] === last[0] && first[1] === last[1]) return undefined;
  return {
    path: [ring.length - 1],
    message: `Is not closed: it begins at [${first.join(', ')}] and ends at [${last.join(', ')}].`,
  };
}

/** What is wrong with a position; undefined: nothing. */
export function positionProblem(position: unknown): string | undefined {
  const isPosition =
    Array.isArray(position) &&
    (position.length === 2 || position.length === 3) &&
    position.every((value) => Number.isFinite(value));
  if (!isPosition) return 'Is no position: [longitude, latitude] in degrees.';
  const [longitude, latitude] = position as unknown as Position;
  if (Math.abs(longitude) > 180) return `Longitude ${longitude} is not between -180 and 180.`;
  if (Math.abs(latitude) <= 90) return undefined;
  return `Latitude ${latitude} is not between -90 and 90. Longitude comes first.`;
}

/** A ring whose way round the world is not clear. */
function wayProblem(ring: readonly Position[]): Problem | undefined {
  const far = ring.findIndex(
    ([longitude], index) => index > 0 && Math.abs(eastward((ring[index - 1] as Position)[0], longitude)) === 180,
  );
  if (far > 0) return { path: [far], message: 'Is half of the world away from the position before. Add positions in between.' };
  const xs = continued(ring, ring[0]?.[0] ?? 0).filter((_, index) => index % 2 === 0);
  if (Math.abs((xs.at(-1) as number) - (xs[0] as number)) > 180)
    return { path: [], message: 'Goes round a pole. Use a circle instead.' };
  const width = Math.max(...xs) - Math.min(...xs);
  if (width < 180) return undefined;
  return {
    path: [],
    message: `Is ${Math.round(width)} degrees of longitude wide; less than 180 can be told from its complement.`,
  };
}

function areaProblem(rings: readonly (readonly Position[])[]): Problem | undefined {
  const outer = rings[0] as readonly Position[];
  const contact = contactOf(rings.map((ring) => continued(ring, (outer[0] as Position)[0])));
  if (contact) return contact;
  const within = (hole: readonly Position[], ring: readonly Position[]) => {
    const [longitude, latitude] = hole[0] as Position;
    return polygon([ring]).contains({ longitude, latitude });
  };
  for (let hole = 1; hole < rings.length; hole += 1) {
    const ring = rings[hole] as readonly Position[];
    if (!within(ring, outer)) return { path: [hole], message: 'Is a hole that lies outside of the outer ring.' };
    const other = rings.findIndex((around, index) => index > 0 && index !== hole && within(ring, around));
    if (other > 0) return { path: [hole], message: `Is a hole that lies in hole ${other}.` };
  }
  return undefined;
}
