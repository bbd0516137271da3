import Flatbush from 'flatbush';
import type { Problem } from './polygonProblem.ts';

/** A line of a ring, from its position `index` to the next. */
type Edge = { ring: number; index: number; ax: number; ay: number; bx: number; by: number };

/** Where a ring touches itself or another, if one does. Rings are x and y of each position, closed. */
export function contactOf(rings: readonly (readonly number[])[]): Problem | undefined {
  const edges = rings.map(edgesOf);
  const short = edges.findIndex((list) => list.length < 3);
  if (short >= 0) return { path: [short], message: 'Has no area: it has fewer than 3 different positions.' };
  const all = edges.flat();
  const index = new Flatbush(all.length);
  for (const { ax, ay, bx, by } of all) index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  index.finish();
  for (const [at, edge] of all.entries()) {
    const { ax, ay, bx, by } = edge;
    const near = index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (other) => other > at);
    for (const other of near) {
      const second = all[other] as Edge;
      if (touch(edge, second, areNeighbours(at, other, edge, second, edges[edge.ring] as Edge[], all)))
        return described(edge, second);
    }
  }
  return undefined;
}

/** Lines between positions that differ. */
function edgesOf(ring: readonly number[], number: number): Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[i + 2], ring[i + 3]] as [number, number, number, number];
    if (ax !== bx || ay !== by) edges.push({ ring: number, index: i / 2, ax, ay, bx, by });
  }
  return edges;
}

/** Whether the second line begins where the first ends, or the other way round at the end of the ring. */
function areNeighbours(
  at: number,
  other: number,
  edge: Edge,
  second: Edge,
  ring: readonly Edge[],
  all: readonly Edge[],
): boolean {
  if (edge.ring !== second.ring) return false;
  return other === at + 1 || (all[at] === ring[0] && all[other] === ring.at(-1));
}

/** Neighbours share an end; they touch beyond it only where one goes back on the other. */
function touch(a: Edge, b: Edge, neighbours: boolean): boolean {
  if (neighbours) {
    const [ux, uy, vx, vy] = [a.bx - a.ax, a.by - a.ay, b.bx - b.ax, b.by - b.ay];
    return ux * vy - uy * vx === 0 && ux * vx + uy * vy < 0;
  }
  const [a1, a2] = [side(b, a.ax, a.ay), side(b, a.bx, a.by)];
  const [b1, b2] = [side(a, b.ax, b.ay), side(a, b.bx, b.by)];
  if (a1 * a2 < 0 && b1 * b2 < 0) return true;
  return (
    (a1 === 0 && isOn(b, a.ax, a.ay)) ||
    (a2 === 0 && isOn(b, a.bx, a.by)) ||
    (b1 === 0 && isOn(a, b.ax, b.ay)) ||
    (b2 === 0 && isOn(a, b.bx, b.by))
  );
}

function side({ ax, ay, bx, by }: Edge, x: number, y: number): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}

function isOn({ ax, ay, bx, by }: Edge, x: number, y: number): boolean {
  return x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
}

function described(a: Edge, b: Edge): Problem {
  const line = ({ index }: Edge) => `from position ${index} to ${index + 1}`;
  if (a.ring === b.ring)
    return { path: [a.ring, a.index], message: `Crosses itself: the line ${line(a)} meets the line ${line(b)}.` };
  return {
    path: [b.ring, b.index],
    message: `Touches another ring: the line ${line(b)} meets the line ${line(a)} of ring ${a.ring}.`,
  };
}
