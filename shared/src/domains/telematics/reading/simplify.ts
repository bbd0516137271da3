/** A place on a line. */
type Place = { latitude: number; longitude: number };

/**
 * The line with at most `count` places that keeps its shape best: the place that makes the smallest triangle with its neighbours goes
 * first, until few enough are left (Visvalingam and Whyatt 1993, "Line generalisation by repeated elimination of points"). The ends
 * stay. Degrees of longitude are shortened by the latitude, so that a triangle is as large in the north as it looks on the ground.
 */
export function simplify<P extends Place>(line: readonly P[], count: number): P[] {
  if (line.length <= count) return [...line];
  const before = Int32Array.from(line, (_, index) => index - 1);
  const after = Int32Array.from(line, (_, index) => index + 1);
  const areas = new Float64Array(line.length).fill(Number.POSITIVE_INFINITY);
  const areaAt = (index: number) => triangle(line[before[index]!]!, line[index]!, line[after[index]!]!);
  const heap = new Heap((a, b) => areas[a]! - areas[b]! || a - b, line.length);
  for (let index = 1; index < line.length - 1; index += 1) {
    areas[index] = areaAt(index);
    heap.push(index);
  }
  const gone = new Uint8Array(line.length);
  for (let left = line.length; left > Math.max(count, 2); left -= 1) {
    const index = heap.pop();
    gone[index] = 1;
    const [previous, next] = [before[index]!, after[index]!];
    after[previous] = next;
    before[next] = previous;
    for (const neighbour of [previous, next]) {
      if (neighbour === 0 || neighbour === line.length - 1) continue;
      // Never less than what has gone: else a flat run would melt away whole before its neighbours are looked at.
      areas[neighbour] = Math.max(areas[index]!, areaAt(neighbour));
      heap.moved(neighbour);
    }
  }
  return line.filter((_, index) => !gone[index]);
}

/** Twice the area of a triangle, in square degrees of latitude; the short way around the earth. */
function triangle(a: Place, b: Place, c: Place): number {
  const scale = Math.cos((b.latitude * Math.PI) / 180);
  const east = (place: Place) => ((((place.longitude - b.longitude) % 360) + 540) % 360) - 180;
  const [ax, cx] = [east(a) * scale, east(c) * scale];
  return Math.abs(ax * (c.latitude - b.latitude) - cx * (a.latitude - b.latitude));
}

/** Indexes by an order that may change under it, the least first. */
class Heap {
  readonly #compare: (a: number, b: number) => number;
  readonly #items: number[] = [];
  readonly #places: Int32Array;

  constructor(compare: (a: number, b: number) => number, size: number) {
    this.#compare = compare;
    this.#places = new Int32Array(size).fill(-1);
  }

  push(item: number): void {
    this.#put(this.#items.length, item);
    this.#rise(this.#items.length - 1);
  }

  pop(): number {
    const least = this.#items[0]!;
    const last = this.#items.pop()!;
    if (this.#items.length > 0) {
      this.#put(0, last);
      this.#sink(0);
    }
    return least;
  }

  moved(item: number): void {
    this.#rise(this.#places[item]!);
    this.#sink(this.#places[item]!);
  }

  #put(at: number, item: number): void {
    this.#items[at] = item;
    this.#places[item] = at;
  }

  #rise(from: number): void {
    const item = this.#items[from]!;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#compare(this.#items[parent]!, item) <= 0) break;
      this.#put(at, this.#items[parent]!);
      at = parent;
    }
    this.#put(at, item);
  }

  #sink(from: number): void {
    const item = this.#items[from]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#items.length) break;
      if (child + 1 < this.#items.length && this.#compare(this.#items[child + 1]!, this.#items[child]!) < 0) child += 1;
      if (this.#compare(item, this.#items[child]!) <= 0) break;
      this.#put(at, this.#items[child]!);
      at = child;
    }
    this.#put(at, item);
  }
}
