import { fieldsOf } from '../../../../resource/fields.ts';
import type { Layer } from '../layer.ts';

/** A record of a layer as the interface shows it, with where it is from what was asked. */
export type Found<More extends object = object> = {
  id: string;
  latitude: number;
  longitude: number;
  distanceM: number;
} & More &
  Record<string, unknown>;

/** The fields of a layer as a select list of the alias `p`, in the form that lists have them. */
export function recordSql(layer: Layer): string {
  return [...fieldsOf(layer.resource).values()].map((field) => `${field.json('p')} as "${field.key}"`).join(', ');
}
