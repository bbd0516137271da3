import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  date,
  doublePrecision,
  integer,
  jsonb,
  numeric,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

/** A moment, stored in UTC. */
export const timestamptz = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A reference to a row of another table; name the table in `references`. */
export const reference = (name: string) => uuid(name);

/** An amount of money in the currency its row names. A decimal string in TypeScript and JSON, so that no cent is lost to floating point. */
export const money = (name: string, precision = 12) => numeric(name, { precision, scale: 2 });

/** An exact decimal that is a number in JSON: percentages, ratings, capacities. */
export const decimal = (name: string, precision: number, scale: number) => numeric(name, { precision, scale, mode: 'number' });

/** A calendar day without a time zone: `YYYY-MM-DD`. */
export const day = (name: string) => date(name, { mode: 'string' });

/** A physical measurement; its unit ends its name. */
export const measure = (name: string) => doublePrecision(name);

/** One of a closed set of words, held by a check constraint (a PostgreSQL enum type would have to exist once a placement). */
export const oneOf = <const T extends readonly [string, ...string[]]>(name: string, values: T, length = 50) =>
  varchar(name, { length, enum: values as unknown as [T[number], ...T[number][]] });

/** Longitude and latitude in degrees (WGS 84). */
export type Coordinates = { longitude: number; latitude: number };

/** A PostgreSQL `point`: x is the longitude, y the latitude. */
export const coordinates = customType<{ data: Coordinates; driverData: { x: number; y: number } | string }>({
  dataType: () => 'point',
  toDriver: (value) => `(${value.longitude},${value.latitude})`,
  fromDriver: (value) => {
    if (typeof value !== 'string') return { longitude: value.x, latitude: value.y };
    const [x, y] = value.slice(1, -1).split(',');
    return { longitude: Number(x), latitude: Number(y) };
  },
});

/** An IP address or network. */
export const inet = customType<{ data: string }>({ dataType: () => 'inet' });

/** The vector type of this database: pgvector's `vector` where the server has it, `real[]` where not (sql/functions/embedding.sql). */
export const embedding = customType<{ data: number[]; driverData: string }>({
  dataType: () => 'public.embedding',
  // Both kinds of column take an array of real; their own literals differ.
  toDriver: (value) => sql`${`{${value.join(',')}}`}::real[]::public.embedding`,
  fromDriver: (value) => JSON.parse(value.replace('{', '[').replace('}', ']')) as number[],
});

/** Text search vector kept by the database. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** Bytes. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The columns that every tenant table has. */
export const standardColumns = {
  tenantId: uuid('tenant_id').notNull().default(sql`platform.current_tenant_id()`),
  id: uuid('id').notNull().default(sql`platform.uuid_v7()`),
  createdAt: timestamptz('created_at').notNull().default(sql`now()`),
  updatedAt: timestamptz('updated_at').notNull().default(sql`now()`),
  rowVersion: integer('row_version').notNull().default(1),
};

export { bigint } from 'drizzle-orm/pg-core';
export { boolean, integer, jsonb, sql, text, uuid, varchar };
