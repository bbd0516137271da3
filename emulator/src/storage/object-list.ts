import { invalid, notImplemented } from './errors.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { compareNames } from './names.ts';
import { toObjectResource } from './object-record.ts';
import type { StorageService } from './storage-service.ts';

const maxPageSize = 1000;

interface Page {
  names: string[];
  prefixes: string[];
  /** The last entry of a page that is not the last one. */
  last?: string;
}

/**
 * `GET …/o`: names in byte order, folded at the delimiter, in pages.
 * https://cloud.google.com/storage/docs/json_api/v1/objects/list
 */
export function listObjects(service: StorageService, exchange: Exchange, bucket: string): void {
  const { query } = exchange;
  for (const parameter of ['matchGlob', 'softDeleted', 'filter']) {
    if (query.get(parameter)) throw notImplemented(`the list parameter ${parameter}`);
  }
  const page = pageOf(service.objects.names(bucket), query);
  const items = page.names.map((name) => toObjectResource(service.objects.get(bucket, name), service.baseUrl));
  sendJson(exchange, 200, {
    kind: 'storage#objects',
    ...(items.length > 0 ? { items } : {}),
    ...(page.prefixes.length > 0 ? { prefixes: page.prefixes } : {}),
    ...(page.last === undefined ? {} : { nextPageToken: Buffer.from(page.last).toString('base64url') }),
  });
}

/** Page size asked for, at most 1,000. */
export function pageSizeOf(query: URLSearchParams): number {
  const value = query.get('maxResults') ?? String(maxPageSize);
  if (!/^\d+$/.test(value) || Number(value) < 1)
    throw invalid(`Invalid value for maxResults: ${JSON.stringify(value)}. Use 1 or more`);
  return Math.min(Number(value), maxPageSize);
}

/** The entry after which a page begins. @throws StorageError 400 for a token that no list gave. */
export function pageStartOf(query: URLSearchParams): string | undefined {
  const token = query.get('pageToken');
  if (!token) return undefined;
  const start = Buffer.from(token, 'base64url').toString('utf8');
  if (Buffer.from(start).toString('base64url') === token) return start;
  throw invalid(`Invalid value for pageToken: ${JSON.stringify(token)}. Use the nextPageToken of the page before`);
}

function pageOf(sortedNames: readonly string[], query: URLSearchParams): Page {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startOffset = query.get('startOffset');
  const endOffset = query.get('endOffset');
  const after = pageStartOf(query);
  const pageSize = pageSizeOf(query);
  const page: Page = { names: [], prefixes: [] };
  let previous: string | undefined;
  for (const name of sortedNames) {
    if (!name.startsWith(prefix)) continue;
    if (startOffset !== null && compareNames(name, startOffset) < 0) continue;
    if (endOffset !== null && compareNames(name, endOffset) >= 0) break;
    const folded = foldAt(name, prefix, delimiter);
    const entry = folded ?? name;
    if (entry === previous && folded !== undefined) continue;
    if (after !== undefined && compareNames(entry, after) <= 0) continue;
    if (page.names.length + page.prefixes.length === pageSize) return { ...page, last: previous };
    if (folded === undefined) page.names.push(name);
    else page.prefixes.push(folded);
    previous = entry;
    if (folded === name && query.get('includeTrailingDelimiter') === 'true') page.names.push(name);
  }
  return page;
}

function foldAt(name: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = name.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : name.slice(0, at + delimiter.length);
}
