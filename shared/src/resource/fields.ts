import { is } from 'drizzle-orm';
import { PgArray, type PgColumn } from 'drizzle-orm/pg-core';
import { type ZodType, z } from 'zod';
import { tableColumns, tableMeta } from '../db/table.ts';
import { momentSchema } from './moment.ts';
import type { Resource } from './resource.ts';

/** One column as the API shows it. */
export type Field = {
  key: string;
  column: string;
  /** SQL type for casts of parameters: `uuid`, `timestamp with time zone`. */
  sqlType: string;
  nullable: boolean;
  /** A create must give it. */
  required: boolean;
  writable: boolean;
  sortable: boolean;
  description: string | undefined;
  /** What a client may send. */
  write: ZodType;
  /** What an answer holds. */
  read: ZodType;
  /** SQL of its JSON value, given the alias of the table. */
  json(alias: string): string;
};

const systemOwned = new Set(['tenantId', 'id', 'createdAt', 'updatedAt', 'rowVersion']);
const internalTypes = /^(bytea|tsvector|public\.embedding)/;

const cache = new WeakMap<Resource, Map<string, Field>>();

/** The fields of a resource, by their keys. The tenant, hidden columns and internal types (bytes, vectors) are not among them. */
export function fieldsOf(resource: Resource): Map<string, Field> {
  let fields = cache.get(resource);
  if (!fields) {
    fields = new Map();
    for (const [key, column] of Object.entries(tableColumns(resource.table))) {
      if (key === 'tenantId' && tableMeta(resource.table).area !== 'platform') continue;
      if (resource.hidden.includes(key) || internalTypes.test(column.getSQLType())) continue;
      fields.set(key, fieldOf(resource, key, column));
    }
    cache.set(resource, fields);
  }
  return fields;
}

function fieldOf(resource: Resource, key: string, column: PgColumn): Field {
  const sqlType = column.getSQLType();
  const platformOwner = key === 'tenantId';
  const writable =
    (!systemOwned.has(key) || platformOwner) &&
    !resource.verbOwned.includes(key) &&
    !column.generated &&
    !column.generatedIdentity;
  const value = resource.fields[key] ?? valueSchema(column);
  const description = tableMeta(resource.table).describe[key];
  const described = (schema: ZodType) => (description ? schema.describe(description) : schema);
  return {
    key,
    column: column.name,
    sqlType,
    nullable: !column.notNull,
    required: writable && column.notNull && !column.hasDefault && !resource.filled.includes(key),
    writable,
    sortable: !/^(json|point)/.test(sqlType) && !is(column, PgArray),
    description,
    write: described(column.notNull ? value : value.nullable()),
    read: described(readSchema(resource, key, column)),
    json: (alias) => jsonSql(column, `${alias}.${column.name}`),
  };
}

/** Text that PostgreSQL can hold: no NUL character. */
const safeText = (maximum: number) => z.string().max(maximum);
const noInfinity = (text: string) => !/inf/i.test(text);

/** What may be written to a column, from its type alone. */
export function valueSchema(column: PgColumn): ZodType {
  if (is(column, PgArray)) return z.array(valueSchema(column.baseColumn)).max(1000);
  if (column.enumValues?.length) return z.enum(column.enumValues as [string, ...string[]]);
  const type = column.getSQLType();
  const length = /^varchar\((\d+)\)$/.exec(type)?.[1];
  if (length) return column.notNull ? safeText(Number(length)).min(1) : safeText(Number(length));
  const exact = /^numeric\((\d+), ?(\d+)\)$/.exec(type);
  if (exact) return exactSchema(Number(exact[1]), Number(exact[2]), column.dataType === 'number');
  switch (type) {
    case 'text':
      return column.notNull ? safeText(100_000).min(1) : safeText(100_000);
    case 'uuid':
      return z.guid();
    case 'integer':
      return z.int32();
    case 'bigint':
      return z.int();
    case 'smallint':
      return z.int().min(-32768).max(32767);
    case 'double precision':
    case 'real':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'date':
      return z.iso.date();
    case 'timestamp with time zone':
      return momentSchema;
    case 'inet':
      return z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
    case 'point':
      return z.strictObject({ longitude: z.number().min(-180).max(180), latitude: z.number().min(-90).max(90) });
    case 'jsonb':
    case 'json':
      return z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()), z.string(), z.number(), z.boolean()]);
    default:
      return z.string().max(10_000).refine(noInfinity);
  }
}

/** numeric(precision, scale): a JSON number, or (money) a decimal string. */
function exactSchema(precision: number, scale: number, asNumber: boolean): ZodType {
  const whole = precision - scale;
  const limit = 10 ** whole;
  if (asNumber) return z.number().gt(-limit).lt(limit);
  return z
    .string()
    .regex(
      new RegExp(`^-?\\d{1,${whole}}(\\.\\d{1,${scale}})?$`),
      `a decimal string with at most ${scale} decimals, such as "1234.50"`,
    );
}

/** What an answer holds: looser than what may be written, since old rows may break newer rules. */
function readSchema(resource: Resource, key: string, column: PgColumn): ZodType {
  if (key === 'id' && !resource.fields.id) return z.guid();
  const schema = looseSchema(column);
  return column.notNull ? schema : schema.nullable();
}

function looseSchema(column: PgColumn): ZodType {
  if (is(column, PgArray)) return z.array(looseSchema(column.baseColumn));
  if (column.enumValues?.length) return z.enum(column.enumValues as [string, ...string[]]);
  const type = column.getSQLType();
  if (/^numeric/.test(type)) return column.dataType === 'number' ? z.number() : z.string();
  switch (type) {
    case 'timestamp with time zone':
      return z.iso.datetime({ offset: true });
    case 'uuid':
    case 'integer':
    case 'bigint':
    case 'smallint':
    case 'double precision':
    case 'real':
    case 'boolean':
    case 'date':
    case 'point':
      return valueSchema(column);
    case 'jsonb':
    case 'json':
      return z.unknown();
    default:
      return z.string();
  }
}

function jsonSql(column: PgColumn, name: string): string {
  const type = column.getSQLType();
  if (is(column, PgArray)) return type.startsWith('inet') ? `${name}::text[]` : name;
  if (/^numeric/.test(type)) return column.dataType === 'number' ? name : `${name}::text`;
  if (type === 'point')
    return `case when ${name} is not null then json_build_object('longitude', ${name}[0], 'latitude', ${name}[1]) end`;
  if (type === 'inet') return `abbrev(${name})`;
  if (type === 'xid8') return `${name}::text`;
  return name;
}

/** A value from a request as PostgreSQL takes it. */
export function parameterOf(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (field.sqlType === 'jsonb' || field.sqlType === 'json') return JSON.stringify(value);
  if (field.sqlType === 'point') {
    const { longitude, latitude } = value as { longitude: number; latitude: number };
    return `(${longitude},${latitude})`;
  }
  return value;
}
