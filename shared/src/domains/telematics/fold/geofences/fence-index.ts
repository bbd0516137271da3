import Flatbush from 'flatbush';
import type { Place } from '../../geo/haversine.ts';
import type { FenceVersion } from './fences.ts';
import { eastward } from './shapes/shape.ts';

/** Cells a degree, from the finest grid to the coarsest; a way that is longer than a cell is looked up in the next. */
const grids = [128, 16, 2];

/** How many cells are remembered. */
const maxCells = 100_000;

const noFences: readonly FenceVersion[] = [];
const noBoxes = new Uint32Array();

/**
 * Finds versions of fences by place and time. Boxes lie in a packed R-tree. What it answers for a cell and the three beside it is
 * remembered: a vehicle that goes on within them costs one look-up, however many fences there are elsewhere.
 */
export class FenceIndex {
  readonly #versions: readonly FenceVersion[];
  /** West, south, east and north of each box. */
  readonly #boxes: Float64Array;
  /** Its version, and from when to when that is in force. */
  readonly #owners: Uint32Array;
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  readonly #tree: Flatbush | null;
  readonly #cells = grids.map(() => new Map<number, Uint32Array>());

  constructor(versions: readonly FenceVersion[]) {
    const boxes = versions.flatMap(({ shape }, owner) => shape.boxes.map((box) => ({ box, owner })));
    this.#versions = versions;
    this.#boxes = Float64Array.from(boxes.flatMap(({ box }) => [...box]));
    this.#owners = Uint32Array.from(boxes, ({ owner }) => owner);
    this.#from = Float64Array.from(boxes, ({ owner }) => versions[owner]?.validFromMs ?? 0);
    this.#to = Float64Array.from(boxes, ({ owner }) => versions[owner]?.validToMs ?? Infinity);
    this.#tree = boxes.length > 0 ? new Flatbush(boxes.length) : null;
    for (const { box } of boxes) this.#tree?.add(...(box as [number, number, number, number]));
    this.#tree?.finish();
  }

  /** Versions whose box the box around a way touches, in force at a moment or, where that is null, ever. */
  search(from: Place, to: Place, atMs: number | null): readonly FenceVersion[] {
    if (!this.#tree) return noFences;
    const [x1, y1, x2, y2] = [from.longitude, from.latitude, to.longitude, to.latitude];
    if (Math.abs(x2 - x1) > 180) return this.#acrossAntimeridian(from, to, atMs);
    const [west, east] = x1 < x2 ? [x1, x2] : [x2, x1];
    const [south, north] = y1 < y2 ? [y1, y2] : [y2, y1];
    return this.#filter(this.#candidates(west, south, east, north), west, south, east, north, atMs);
  }

  #acrossAntimeridian(from: Place, to: Place, atMs: number | null): readonly FenceVersion[] {
    const goesEast = eastward(from.longitude, to.longitude) > 0;
    const until = { latitude: to.latitude, longitude: goesEast ? 180 : -180 };
    const since = { latitude: from.latitude, longitude: goesEast ? -180 : 180 };
    return [...new Set([...this.search(from, until, atMs), ...this.search(since, to, atMs)])];
  }

  #candidates(west: number, south: number, east: number, north: number): Uint32Array | readonly number[] {
    for (let level = 0; level < grids.length; level += 1) {
      const grid = grids[level] as number;
      if ((east - west) * grid <= 1 && (north - south) * grid <= 1) return this.#cell(west, south, level);
    }
    return (this.#tree as Flatbush).search(west, south, east, north);
  }

  /** Boxes that touch the cell of a corner or the next ones to the east and north: all that a way from there may touch. */
  #cell(west: number, south: number, level: number): Uint32Array {
    const grid = grids[level] as number;
    const cells = this.#cells[level] as Map<number, Uint32Array>;
    const column = Math.floor(west * grid);
    const row = Math.floor(south * grid);
    const key = column * 180 * grid + row;
    const known = cells.get(key);
    if (known) return known;
    const found = (this.#tree as Flatbush).search(column / grid, row / grid, (column + 2) / grid, (row + 2) / grid);
    const cell = found.length > 0 ? Uint32Array.from(found) : noBoxes;
    if (cells.size >= maxCells) cells.clear();
    cells.set(key, cell);
    return cell;
  }

  #filter(
    candidates: Uint32Array | readonly number[],
    west: number,
    south: number,
    east: number,
    north: number,
    atMs: number | null,
  ): readonly FenceVersion[] {
    let found: FenceVersion[] | undefined;
    for (let i = 0; i < candidates.length; i += 1) {
      const box = candidates[i] as number;
      const at = box * 4;
      if ((this.#boxes[at] as number) > east || (this.#boxes[at + 2] as number) < west) continue;
      if ((this.#boxes[at + 1] as number) > north || (this.#boxes[at + 3] as number) < south) continue;
      if (atMs !== null && ((this.#from[box] as number) > atMs || (this.#to[box] as number) <= atMs)) continue;
      const version = this.#versions[this.#owners[box] as number] as FenceVersion;
      if (!found) found = [version];
      else if (!found.includes(version)) found.push(version);
    }
    return found ?? noFences;
  }
}
