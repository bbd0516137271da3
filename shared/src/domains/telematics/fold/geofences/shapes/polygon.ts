import { earthRadiusM } from '../../../geo/haversine.ts';
import { boxesOf, eastward, type Shape, wrapped } from './shape.ts';

/** Longitude and latitude in degrees. */
export type Position = readonly [longitude: number, latitude: number, ...altitude: number[]];

const radians = Math.PI / 180;
const metresADegree = earthRadiusM * radians;

/**
 * The area within the first ring and outside of the others: coordinates of a GeoJSON Polygon. Rings may turn either way. From one
 * position to the next it is the short way, so a ring crosses the antimeridian without being cut there; nor may it go round a pole.
 */
export function polygon(rings: readonly (readonly Position[])[]): Shape {
  const first = rings[0]?.[0]?.[0] ?? 0;
  return areaOf(rings.map((ring) => continued(ring, first)));
}

/** All places between two meridians and two parallels. A west that is greater than the east crosses the antimeridian. */
export function rectangle(west: number, south: number, east: number, north: number): Shape {
  const right = east > west ? east : east + 360;
  return areaOf([[west, south, right, south, right, north, west, north, west, south]]);
}

/** x and y of each position, x going on beyond 180 where the ring does. */
export function continued(ring: readonly Position[], near: number): number[] {
  const flat: number[] = [];
  let x = near;
  for (const [longitude, latitude] of ring) {
    x += eastward(x, longitude);
    flat.push(x, latitude);
  }
  return flat;
}

function areaOf(rings: readonly number[][]): Shape {
  const edges = edgesOf(rings);
  const { west, south, east, north } = extentOf(rings);
  const middle = (west + east) / 2;
  /** Longitude as the x of this polygon. */
  const xOf = (longitude: number) => middle + eastward(middle, longitude);
  const within = (x: number, y: number) => x >= west && x <= east && y >= south && y <= north && isInside(edges, x, y);
  return {
    boxes: boxesOf(west, south, east, north),
    depthM: depthOf(rings),
    contains: ({ longitude, latitude }) => within(xOf(longitude), latitude),
    distanceToBorderM: ({ longitude, latitude }) => distanceToEdges(edges, xOf(longitude), latitude),
    crossings(from, to) {
      const dx = eastward(from.longitude, to.longitude);
      const dy = to.latitude - from.latitude;
      // By the middle of the way: whichever turn of the world it is on, its ends are on the same.
      const x = xOf(wrapped(from.longitude + dx / 2)) - dx / 2;
      return crossingsOf(edges, x, from.latitude, dx, dy);
    },
  };
}

/** x and y of the ends of all edges, four numbers each. */
function edgesOf(rings: readonly number[][]): Float64Array {
  const edges: number[] = [];
  for (const ring of rings) {
    for (let i = 2; i < ring.length; i += 2) {
      edges.push(ring[i - 2] as number, ring[i - 1] as number, ring[i] as number, ring[i + 1] as number);
    }
  }
  return Float64Array.from(edges);
}

function extentOf([outer = []]: readonly number[][]) {
  const extent = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (let i = 0; i < outer.length; i += 2) {
    const [x, y] = [outer[i] as number, outer[i + 1] as number];
    extent.west = Math.min(extent.west, x);
    extent.east = Math.max(extent.east, x);
    extent.south = Math.min(extent.south, y);
    extent.north = Math.max(extent.north, y);
  }
  return extent;
}

/** By the number of edges to the east (Jordan curve theorem); of an edge the lower end counts and the upper does not. */
function isInside(edges: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const y1 = edges[i + 1] as number;
    const y2 = edges[i + 3] as number;
    if (y1 > y === y2 > y) continue;
    const x1 = edges[i] as number;
    if (x < x1 + ((y - y1) / (y2 - y1)) * ((edges[i + 2] as number) - x1)) inside = !inside;
  }
  return inside;
}

/** On the plane that touches the sphere at the place: degrees of longitude as long as they are there. */
function distanceToEdges(edges: Float64Array, x: number, y: number): number {
  const scale = Math.cos(y * radians);
  let least = Infinity;
  for (let i = 0; i < edges.length; i += 4) {
    const ax = ((edges[i] as number) - x) * scale;
    const ay = (edges[i + 1] as number) - y;
    const dx = ((edges[i + 2] as number) - x) * scale - ax;
    const dy = (edges[i + 3] as number) - y - ay;
    const length = dx * dx + dy * dy;
    const part = length > 0 ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length)) : 0;
    const px = ax + part * dx;
    const py = ay + part * dy;
    const distance = px * px + py * py;
    if (distance < least) least = distance;
  }
  return Math.sqrt(least) * metresADegree;
}

function crossingsOf(edges: Float64Array, x: number, y: number, dx: number, dy: number): number[] {
  const parts: number[] = [];
  for (let i = 0; i < edges.length; i += 4) {
    const ax = (edges[i] as number) - x;
    const ay = (edges[i + 1] as number) - y;
    const bx = (edges[i + 2] as number) - x;
    const by = (edges[i + 3] as number) - y;
    // On which side of the way the ends of the edge are; a corner belongs to one side, so that it is crossed once.
    const sideA = dx * ay - dy * ax;
    const sideB = dx * by - dy * bx;
    if (sideA > 0 === sideB > 0) continue;
    const share = sideA / (sideA - sideB);
    const cx = ax + (bx - ax) * share;
    const cy = ay + (by - ay) * share;
    const part = Math.abs(dx) > Math.abs(dy) ? cx / dx : cy / dy;
    if (part >= 0 && part <= 1) parts.push(part);
  }
  return parts.sort((a, b) => a - b);
}

function depthOf(rings: readonly number[][]): number {
  let area = 0;
  let border = 0;
  for (const [index, ring] of rings.entries()) {
    let twice = 0;
    for (let i = 2; i < ring.length; i += 2) {
      const dx = (ring[i] as number) - (ring[i - 2] as number);
      const [y1, y2] = [ring[i - 1] as number, ring[i + 1] as number];
      const scale = Math.cos(((y1 + y2) / 2) * radians);
      twice += dx * (y1 + y2 - 2 * (ring[1] as number)) * scale;
      border += Math.hypot(dx * scale, y2 - y1);
    }
    area += (index === 0 ? 1 : -1) * Math.abs(twice / 2);
  }
  return border > 0 ? Math.max(0, (area / border / 2) * metresADegree) : 0;
}
