import { is } from 'drizzle-orm';
import { PgArray, type PgColumn } from 'drizzle-orm/pg-core';
import { tableColumns } from '../../../../db/table.ts';
import { jsonRecords } from '../feed/jsonRecords.ts';
import { layers } from '../layer.ts';
import { converted, type MeasuredColumn, unitsOf } from '../units.ts';
import { type Format, type FormatSource, Unusable } from './format.ts';
import { count, flag, list, moment, named, number, object, placeOfFeature, text } from './values.ts';

const ofTheSystem = new Set(['id', 'createdAt', 'updatedAt', 'rowVersion', 'sourceId', 'latitude', 'longitude', 'missingSince']);

/**
 * Any FeatureCollection of Points (RFC 7946, WGS 84): open data of road authorities, an ArcGIS layer asked with `f=geojson`. A field
 * is read from the property that `fieldMapping` names for it, else from the one of its own name in any spelling (`numLanes`,
 * `NUM_LANES`). The id is the mapped property, or the id of the feature.
 */
export const geojson: Format = {
  complete: true,
  repeats: false,
  fields: (source) => fieldsOf(source),
  records: (body) => jsonRecords(body, 'features'),
  id: (raw, source) => {
    const feature = object(raw);
    return text(propertyOf(source, object(feature.properties), layers[source.layer].key).value ?? feature.id, 30) ?? undefined;
  },
  read: (raw, source) => {
    const feature = object(raw);
    const properties = object(feature.properties);
    const columns = tableColumns(layers[source.layer].resource.table);
    const values = fieldsOf(source).map((key) => {
      const { value, unit } = propertyOf(source, properties, key);
      return [
        key,
        key === 'status'
          ? (wordOf(columns[key] as PgColumn, value) ?? 'active')
          : read(key, columns[key] as PgColumn, value, unit),
      ];
    });
    const place = placeOfFeature(feature);
    const made = { ...place, ...Object.fromEntries(values) };
    return columns.name?.notNull ? { ...made, name: named(made.name) } : made;
  },
};

/** The fields of the layer, or those that are mapped. @throws Error where the mapping names what is no field */
function fieldsOf({ layer, fieldMapping }: FormatSource): string[] {
  const { key, resource } = layers[layer];
  const all = Object.keys(tableColumns(resource.table)).filter((name) => !ofTheSystem.has(name) && name !== key);
  const mapped = Object.keys(fieldMapping);
  const unknown = mapped.filter((name) => name !== key && !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`fieldMapping names ${unknown.join(', ')}. Fields of ${layer}: ${[key, ...all].join(', ')}.`);
  if (mapped.length === 0) return all;
  return all.filter((name) => mapped.includes(name) || name === 'name' || name === 'status');
}

const spelling = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

function propertyOf({ fieldMapping }: FormatSource, properties: Record<string, unknown>, key: string) {
  const mapped = Object.hasOwn(fieldMapping, key) ? fieldMapping[key] : undefined;
  if (mapped !== undefined) {
    const { property, unit } = typeof mapped === 'string' ? { property: mapped, unit: undefined } : mapped;
    return { value: Object.hasOwn(properties, property) ? properties[property] : undefined, unit };
  }
  const name = Object.keys(properties).find((one) => spelling(one) === spelling(key));
  return { value: name === undefined ? undefined : properties[name], unit: undefined };
}

function read(key: string, column: PgColumn, value: unknown, unit: string | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (is(column, PgArray))
    return list(typeof value === 'string' ? value.split(/[,;]/) : value)
      .map((one) => text(one))
      .filter(Boolean);
  if (column.enumValues?.length) return wordOf(column, value);
  const type = column.getSQLType();
  if (type === 'jsonb') return value;
  if (type === 'boolean') return flag(value);
  if (type === 'integer') return count(value);
  if (type.startsWith('timestamp')) return typeof value === 'number' ? momentOfNumber(value) : moment(value);
  if (type === 'double precision') return measuredOf(key, number(value), unit);
  return text(value, Number(/\((\d+)\)/.exec(type)?.[1] ?? 10_000));
}

function wordOf(column: PgColumn, value: unknown): string | null {
  const word = text(value)?.toLowerCase() ?? '';
  return column.enumValues?.includes(word) ? word : null;
}

/** ArcGIS writes moments as milliseconds since 1970. */
const momentOfNumber = (value: number): string | null =>
  Math.abs(value) < 253_402_300_800_000 ? new Date(value).toISOString() : null;

function measuredOf(key: string, value: number | null, unit: string | undefined): number | null {
  if (value === null || unit === undefined) return value;
  if (!Object.hasOwn(unitsOf, key)) throw new Unusable('malformed');
  return converted(key as MeasuredColumn, value, unit) ?? null;
}
