import { type ZodType, z } from 'zod';
import { fieldsOf } from '../../../resource/fields.ts';
import type { Place } from '../geo/haversine.ts';
import type { Filters, Layer } from './layer.ts';
import type { Found } from './queries/index.ts';

// What the verbs nearest, within and corridor of the four layers have in common.

export const latitude = z.number().min(-90).max(90).describe('Degrees (WGS 84), north positive');
export const longitude = z.number().min(-180).max(180).describe('Degrees (WGS 84), east positive');

/** A record as lists show it, and how far from the question's place it is. */
export function recordSchema(layer: Layer, more: Record<string, ZodType> = {}): ZodType {
  const fields = [...fieldsOf(layer.resource).values()].map((field) => [field.key, field.read]);
  return z.object({
    ...(Object.fromEntries(fields) as Record<string, ZodType>),
    distanceM: z.number().describe('Metres along a great circle'),
    ...more,
  });
}

/** An answer of a page. */
export const pageOf = (record: ZodType) =>
  z.object({ data: z.array(record), page: z.object({ nextCursor: z.string().nullable() }) });

/** The filters among the input of a question. */
export function filtersOf(layer: Layer, input: Record<string, unknown>): Filters {
  return Object.fromEntries(Object.keys(layer.filters).map((name) => [name, input[name]]));
}

/** The place of a question; to a hundred-millionth of a degree (a millimetre), as PostgreSQL refuses the sine of a smaller angle. */
export const placeOf = (input: { latitude: number; longitude: number }): Place => ({
  latitude: rounded(input.latitude),
  longitude: rounded(input.longitude),
});

const rounded = (degrees: number): number => Math.round(degrees * 1e8) / 1e8;

/** Without the straight-line distance, which only cursors need. */
export function withoutChord({ chordM: _, ...record }: Found<{ chordM: number }>): Found {
  return record as Found;
}
