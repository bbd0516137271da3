import type { Tx } from '../db/scope.ts';
import { notFound } from '../errors.ts';
import { afterSql, cursorSql, decodeCursor, encodeCursor, orderSql, type SortKey } from './cursor.ts';
import { filterSql, type parseFilters, searchSql } from './filters.ts';
import { inOrder } from './in-order.ts';
import { Parameters } from './parameters.ts';
import { projectionSql, type Selection, tableSql } from './projection.ts';
import type { ResourceRegistry } from './registry.ts';
import type { Resource } from './resource.ts';

export type ListQuery = {
  filters: ReturnType<typeof parseFilters>;
  search?: string | undefined;
  sort: SortKey[];
  selection: Selection;
  cursor?: string | undefined;
  limit: number;
  total: boolean;
  /** Condition of a narrowed read permission. */
  narrowed?: string | undefined;
};

const wholeItems = new WeakMap<Resource, string>();

/** The row as JSON, built by PostgreSQL and passed through as text: nothing parses it again on the way out. */
function itemSql(resource: Resource, registry: ResourceRegistry, selection: Selection): string {
  const whole = !selection.fields && !selection.include;
  const known = whole ? wholeItems.get(resource) : undefined;
  if (known) return known;
  const text = `(select row_to_json(i) from (select ${projectionSql(resource, registry, 't', selection)}) i)`;
  if (whole) wholeItems.set(resource, text);
  return text;
}

/** One page of a list as JSON text. */
export async function listRows(tx: Tx, resource: Resource, registry: ResourceRegistry, query: ListQuery): Promise<string> {
  const parameters = new Parameters();
  const limit = `${parameters.bind(query.limit)}::integer`;
  const conditions = conditionsOf(resource, query, parameters);
  const matching = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  const after = query.cursor ? afterSql(query.sort, decodeCursor(query.sort, query.cursor), 't', parameters) : undefined;
  const where = after ? `${matching}${matching ? ' and' : ' where'} ${after}` : matching;
  const text = `select coalesce(json_agg(page.item) filter (where page.n <= ${limit}), '[]')::text as data,
      max(page.cursor::text) filter (where page.n = ${limit}) as last, count(*) > ${limit} as more
    from (
      select row_number() over () as n, r.item, r.cursor
      from (
        select ${itemSql(resource, registry, query.selection)} as item, ${cursorSql(query.sort, 't')} as cursor
        from ${tableSql(resource)} t${where}
        order by ${orderSql(query.sort, 't')}
        limit ${limit} + 1
      ) r
    ) page`;
  const plain =
    !where && !query.selection.fields && !query.selection.include && query.sort.length === 1 && !query.sort[0]?.descending;
  const [total, rows] = await inOrder(
    query.total ? countRows(tx, resource, query) : undefined,
    tx.query<{ data: string; last: string | null; more: boolean }>(
      text,
      parameters.values,
      plain ? `list_${resource.path}` : undefined,
    ),
  );
  const page = rows[0] as { data: string; last: string | null; more: boolean };
  const nextCursor = page.more && page.last ? encodeCursor(query.sort, JSON.parse(page.last)) : null;
  const counted = total === undefined ? '' : `,"total":${total}`;
  return `{"data":${page.data},"page":{"nextCursor":${JSON.stringify(nextCursor)}${counted}}}`;
}

async function countRows(tx: Tx, resource: Resource, query: ListQuery): Promise<number> {
  const parameters = new Parameters();
  const conditions = conditionsOf(resource, query, parameters);
  const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  const rows = await tx.query<{ total: string }>(
    `select count(*) as total from ${tableSql(resource)} t${where}`,
    parameters.values,
  );
  return Number(rows[0]?.total);
}

function conditionsOf(resource: Resource, query: ListQuery, parameters: Parameters): string[] {
  return [
    ...filterSql(query.filters, 't', parameters),
    ...(query.search ? searchSql(resource, query.search, 't', parameters) : []),
    ...(query.narrowed ? [`(${query.narrowed})`] : []),
  ];
}

export type Row = { json: string; rowVersion: number };

/** One row as JSON text and its version. */
export async function getRow(
  tx: Tx,
  resource: Resource,
  registry: ResourceRegistry,
  id: string,
  options: { selection?: Selection; narrowed?: string | undefined } = {},
): Promise<Row> {
  const selection = options.selection ?? {};
  const narrowed = options.narrowed ? ` and (${options.narrowed})` : '';
  const plain = !narrowed && !selection.fields && !selection.include;
  const rows = await tx.query<{ json: string; row_version: number }>(
    `select ${itemSql(resource, registry, selection)}::text as json, t.row_version from ${tableSql(resource)} t where t.id = $1${narrowed}`,
    [id],
    plain ? `get_${resource.path}` : undefined,
  );
  const row = rows[0];
  if (!row) throw notFound(resource.singular, id);
  return { json: row.json, rowVersion: row.row_version };
}

/** The entity tag of a version of a row (RFC 9110, section 8.8.3). */
export function etagOf(row: Row): string {
  return `"${row.rowVersion}"`;
}
