import { continued, type Position } from '../fold/geofences/shapes/polygon.ts';
import { wrapped } from '../fold/geofences/shapes/shape.ts';
import { earthRadiusM } from '../geo/haversine.ts';
import type { GeometryRow } from './fenceOf.ts';

/** A GeoJSON geometry (RFC 7946). */
export type Outline = { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] };

const radians = Math.PI / 180;
const circleCorners = 64;

/** The area of a fence as others draw it: a circle with 64 corners, and what crosses the antimeridian cut there (RFC 7946, section 3.1.9). */
export function outlineOf(fence: GeometryRow): Outline {
  const rings = ringsOf(fence);
  const xs = (rings[0] as number[]).filter((_, index) => index % 2 === 0);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  if (west >= -180 && east <= 180) return { type: 'Polygon', coordinates: rings.map(paired) };
  const turns = west < -180 ? [-360, 0] : [0, 360];
  const parts = turns.map((turn) =>
    rings.map((ring) => paired(cut(ring, turn)).map(([x, y]) => [(x as number) - turn, y as number])),
  );
  return { type: 'MultiPolygon', coordinates: parts.map((part) => part.filter((ring) => ring.length > 3)) };
}

/** x and y of closed rings; x goes on beyond 180. */
function ringsOf({ type, center_latitude, center_longitude, radius_m, coordinates }: GeometryRow): number[][] {
  if (type === 'circle') return [circleRing(Number(center_latitude), Number(center_longitude), Number(radius_m))];
  if (type === 'polygon') {
    const rings = coordinates as Position[][];
    return rings.map((ring) => continued(ring, rings[0]?.[0]?.[0] ?? 0));
  }
  const [west, south, right, north] = coordinates as [number, number, number, number];
  const east = right > west ? right : right + 360;
  return [[west, south, east, south, east, north, west, north, west, south]];
}

/** Places at the distance from the centre in all directions; where a pole is among what they surround, up to it. */
function circleRing(latitude: number, longitude: number, radiusM: number): number[] {
  const angle = radiusM / earthRadiusM;
  const positions = Array.from({ length: circleCorners }, (_, corner): [number, number] => {
    const bearing = -(corner / circleCorners) * 2 * Math.PI;
    const sin =
      Math.sin(latitude * radians) * Math.cos(angle) + Math.cos(latitude * radians) * Math.sin(angle) * Math.cos(bearing);
    const y = Math.sin(bearing) * Math.sin(angle) * Math.cos(latitude * radians);
    const x = Math.cos(angle) - Math.sin(latitude * radians) * sin;
    return [wrapped(longitude + Math.atan2(y, x) / radians), Math.asin(Math.max(-1, Math.min(1, sin))) / radians];
  });
  const reach = Math.abs(latitude) + angle / radians;
  if (reach < 90) return closed(continued(positions, longitude));
  const pole = latitude < 0 ? -90 : 90;
  const sorted = positions.toSorted((a, b) => a[0] - b[0]);
  const atEdge = sorted[0]?.[1] as number;
  const flat = [-180, atEdge, ...sorted.flat(), 180, atEdge, 180, pole, -180, pole];
  return closed(flat);
}

function closed(flat: number[]): number[] {
  return [...flat, flat[0] as number, flat[1] as number];
}

/** The part of a ring between -180 and 180 of a turn (Sutherland and Hodgman 1974). */
function cut(ring: readonly number[], turn: number): number[] {
  const open = ring.slice(0, -2);
  return closedWhereAny(clip(clip(open, turn - 180, 1), turn + 180, -1));
}

function closedWhereAny(flat: number[]): number[] {
  return flat.length > 0 ? closed(flat) : flat;
}

/** What lies to the east (1) or to the west (-1) of a meridian. */
function clip(ring: readonly number[], meridian: number, keep: 1 | -1): number[] {
  const kept: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [ring[i] as number, ring[i + 1] as number];
    const [lastX, lastY] =
      i > 0 ? [ring[i - 2] as number, ring[i - 1] as number] : [ring.at(-2) as number, ring.at(-1) as number];
    const [isIn, wasIn] = [(x - meridian) * keep >= 0, (lastX - meridian) * keep >= 0];
    if (isIn !== wasIn) kept.push(meridian, lastY + ((meridian - lastX) / (x - lastX)) * (y - lastY));
    if (isIn) kept.push(x, y);
  }
  return kept;
}

function paired(flat: readonly number[]): number[][] {
  const positions: number[][] = [];
  for (let i = 0; i < flat.length; i += 2) positions.push([rounded(flat[i] as number), rounded(flat[i + 1] as number)]);
  return positions;
}

/** To seven decimals, a centimetre. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(7));
}
