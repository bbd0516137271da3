import { z } from 'zod';
import { invalidField } from '../../../errors.ts';

const degrees = String.raw`-?\d{1,3}(\.\d{1,15})?`;

/** Parameter `bbox` of a question. */
export const bboxSchema = z
  .string()
  .regex(new RegExp(`^${degrees}(,${degrees}){3}$`), 'west,south,east,north in degrees')
  .describe('Only what is inside: west,south,east,north (RFC 7946, section 5); west greater than east crosses the antimeridian');

export type Box = [west: number, south: number, east: number, north: number];

/** @throws invalid field, where the numbers make no box */
export function boxOf(text: string): Box {
  const [west, south, east, north] = text.split(',').map(Number) as Box;
  if (Math.abs(west) > 180 || Math.abs(east) > 180) throw invalidField('bbox', 'Longitudes are between -180 and 180.', 'invalid');
  if (south < -90 || north > 90 || south > north)
    throw invalidField('bbox', 'South and north are between -90 and 90, south first.', 'invalid');
  return [west, south, east, north];
}

export function isInside([west, south, east, north]: Box, latitude: number, longitude: number): boolean {
  if (latitude < south || latitude > north) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}
