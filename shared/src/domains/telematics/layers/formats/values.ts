import { storableText } from '../../message/json.ts';
import { Unusable } from './format.ts';

/** A JSON object, or an empty one in place of anything else. */
export function object(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A JSON array, or an empty one in place of anything else. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Text without white space around it, cut where it is too long; null for nothing, and for the words with which feeds say nothing. */
export function text(value: unknown, maximum = 10_000): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const trimmed = storableText(String(value)).trim();
  if (trimmed === '' || /^(null|n\/a|none|unknown)$/i.test(trimmed)) return null;
  return [...trimmed].length <= maximum ? trimmed : `${[...trimmed].slice(0, maximum - 1).join('')}…`;
}

/** A finite number, also one that is written as text; null for anything else. */
export function number(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/** A whole number of things, from 0; null for anything else. */
export function count(value: unknown): number | null {
  const read = number(value);
  return read !== null && Number.isInteger(read) && read >= 0 && read < 2 ** 31 ? read : null;
}

/** Yes or no in the ways that feeds write it; null for anything else. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = String(value ?? '')
    .trim()
    .toLowerCase();
  if (['true', 'yes', 'y', '1', 't'].includes(word)) return true;
  return ['false', 'no', 'n', '0', 'f'].includes(word) ? false : null;
}

/** A moment in ISO 8601 form or in that of AFDC's CSV (`2013-02-14 18:43:05 UTC`); null for anything else. */
export function moment(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return null;
  const at = new Date(value.trim().replace(/^(\S+) (\S+) UTC$/, '$1T$2Z'));
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999 ? null : at.toISOString();
}

/** An address that a browser may follow, also one relative to the feed's; null for anything else. */
export function webAddress(value: unknown, base: string): string | null {
  const url = typeof value === 'string' && value !== '' ? URL.parse(value, base) : null;
  return url && ['https:', 'http:'].includes(url.protocol) ? url.href.slice(0, 2_000) : null;
}

/**
 * Where a record is, to a hundred-millionth of a degree (a millimetre).
 *
 * @throws Unusable `no_place`, or `impossible_place` for what is not on the earth and for 0°, 0°, which feeds write for unknown
 */
export function place(latitude: unknown, longitude: unknown): { latitude: number; longitude: number } {
  const north = number(latitude);
  const east = number(longitude);
  if (north === null || east === null) throw new Unusable('no_place');
  if (Math.abs(north) > 90 || Math.abs(east) > 180 || (north === 0 && east === 0)) throw new Unusable('impossible_place');
  return { latitude: Math.round(north * 1e8) / 1e8, longitude: Math.round(east * 1e8) / 1e8 };
}

/** Place of a GeoJSON Feature (RFC 7946): a Point, longitude first. @throws Unusable */
export function placeOfFeature(feature: Record<string, unknown>): { latitude: number; longitude: number } {
  const { type, coordinates } = object(feature.geometry);
  if (type !== 'Point') throw new Unusable('no_place');
  const [longitude, latitude] = list(coordinates);
  return place(latitude, longitude);
}

/** The name of a record. @throws Unusable `no_name` */
export function named(...candidates: unknown[]): string {
  for (const candidate of candidates) {
    const name = text(candidate, 255);
    if (name !== null) return name;
  }
  throw new Unusable('no_name');
}
