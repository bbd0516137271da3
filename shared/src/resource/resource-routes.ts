import { invalidField, invalidFields, notFound, preconditionRequired } from '../errors.ts';
import { runBatch } from './batch.ts';
import { bodySchemas, parseBody, parseJson } from './body.ts';
import { type Call, inScope, readableRows, requirePermission } from './call.ts';
import { readChanges } from './changes.ts';
import { parseSort } from './cursor.ts';
import { parseFilters } from './filters.ts';
import { type Answer, answerOnce, idempotentRequest } from './idempotency.ts';
import { isPlatform, parseSelection, type Selection } from './projection.ts';
import type { ResourceRegistry } from './registry.ts';
import type { Resource } from './resource.ts';
import { etagOf, getRow, type ListQuery, listRows, type Row } from './rows.ts';
import type { Services } from './services.ts';
import { createRow, deleteRow, updateRow } from './write.ts';

/** A handler of one request, after authentication. */
export type Handle = (call: Call) => Promise<Answer>;
export const json = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body,
});

const listParameters = new Set(['limit', 'cursor', 'sort', 'fields', 'include', 'search', 'total']);

/** The uniform operations of a resource, by what they are asked with. */
export function resourceHandlers(resource: Resource, registry: ResourceRegistry, services: Services) {
  const { path, singular, permissions } = resource;
  const target = { platform: isPlatform(resource) };
  const rowAnswer = (status: number, row: Row, headers: Record<string, string> = {}) =>
    json(status, row.json, { ETag: etagOf(row), ...headers });

  const list: Handle = async (call) => {
    const narrowed = readableRows(call.principal, resource);
    const query = { ...parseListQuery(resource, call.query), narrowed };
    await requireIncludes(call, resource, registry, query.selection);
    const how = { operation: `${path}.list`, access: 'read', statements: query.total ? 2 : 1 } as const;
    return json(200, await inScope(services, call, target, how, (tx) => listRows(tx, resource, registry, query)));
  };

  const get = async (call: Call, id: string): Promise<Answer> => {
    const narrowed = readableRows(call.principal, resource);
    onlyParameters(call, ['fields', 'include']);
    const selection = parseSelection(resource, { fields: call.query.get('fields'), include: call.query.get('include') });
    await requireIncludes(call, resource, registry, selection);
    const how = { operation: `${path}.get`, access: 'read', statements: 1 } as const;
    const row = await inScope(services, call, target, how, (tx) => getRow(tx, resource, registry, id, { selection, narrowed }));
    const known = call.header('if-none-match');
    if (known && !selection.include && known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(row))) {
      return { status: 304, headers: { ETag: etagOf(row) }, body: '' };
    }
    return rowAnswer(200, row);
  };

  const create: Handle = async (call) => {
    requirePermission(call.principal, permissions.write);
    onlyParameters(call, []);
    const text = await call.text();
    const values = parseBody(bodySchemas(resource).create, parseJson(text)) as Record<string, unknown>;
    const request = idempotentRequest(call.header('idempotency-key'), call.method, call.path, text);
    return inScope(services, call, target, { operation: `${path}.create`, access: 'write' }, (tx) =>
      answerOnce(tx, call.principal, request, false, async () => {
        const row = await createRow(tx, resource, registry, values);
        return rowAnswer(201, row, { Location: `/v1/${path}/${(JSON.parse(row.json) as { id: string }).id}` });
      }),
    );
  };

  const batch: Handle = async (call) => {
    requirePermission(call.principal, permissions.write);
    onlyParameters(call, []);
    const text = await call.text();
    const body = parseJson(text);
    if ((body as { delete?: unknown[] } | null)?.delete?.length) requirePermission(call.principal, permissions.delete);
    const request = idempotentRequest(call.header('idempotency-key'), call.method, call.path, text);
    return inScope(services, call, target, { operation: `${path}.batch`, access: 'write' }, (tx) =>
      answerOnce(tx, call.principal, request, false, async () => json(200, await runBatch(tx, resource, registry, body))),
    );
  };

  const update = async (call: Call, id: string): Promise<Answer> => {
    requirePermission(call.principal, permissions.write);
    onlyParameters(call, []);
    const version = ifMatch(call);
    if (version === undefined) {
      throw preconditionRequired(
        `Send If-Match with the ETag of the ${singular} you read (or * to change it whatever it is now).`,
      );
    }
    const values = parseBody(bodySchemas(resource).update, parseJson(await call.text())) as Record<string, unknown>;
    const how = { operation: `${path}.update`, access: 'write' } as const;
    return rowAnswer(
      200,
      await inScope(services, call, target, how, (tx) => updateRow(tx, resource, registry, id, version, values)),
    );
  };

  const remove = async (call: Call, id: string): Promise<Answer> => {
    requirePermission(call.principal, permissions.delete);
    onlyParameters(call, []);
    const version = ifMatch(call) ?? '*';
    const how = { operation: `${path}.delete`, access: 'write' } as const;
    await inScope(services, call, target, how, (tx) => deleteRow(tx, resource, registry, id, version));
    return { status: 204, headers: {}, body: '' };
  };

  const changes: Handle = async (call) => {
    requirePermission(call.principal, permissions.read);
    onlyParameters(call, ['cursor', 'limit']);
    const query = { cursor: call.query.get('cursor'), limit: limitOf(call.query) };
    const how = { operation: `${path}.changes`, access: 'read', statements: 1 } as const;
    return json(200, await inScope(services, call, target, how, (tx) => readChanges(tx, resource, query)));
  };

  return { list, get, create, batch, update, remove, changes };
}

/** Splits `{id}` or `{id}:verb`; an id that is no UUID is the id of nothing. */
export function parseTarget(resource: Resource, text: string): { id: string; verb: string | undefined } {
  const match = /^([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?::([A-Za-z]+))?$/.exec(text);
  if (!match) throw notFound(resource.singular, text.slice(0, 100));
  return { id: (match[1] as string).toLowerCase(), verb: match[2] };
}

function parseListQuery(resource: Resource, query: Map<string, string>): ListQuery {
  const filters = parseFilters(resource, new Map([...query].filter(([name]) => !listParameters.has(name))));
  const search = query.get('search');
  if (search !== undefined && resource.search.length === 0)
    throw invalidField('search', `${resource.path} cannot be searched.`, 'unsupported');
  if (search !== undefined && search.length > 500) throw invalidField('search', 'At most 500 characters.', 'too_long');
  const total = query.get('total') ?? 'false';
  if (total !== 'true' && total !== 'false') throw invalidField('total', 'Write true or false.', 'invalid_value');
  return {
    filters,
    search,
    sort: parseSort(resource, query.get('sort')),
    selection: parseSelection(resource, { fields: query.get('fields'), include: query.get('include') }),
    cursor: query.get('cursor') || undefined,
    limit: limitOf(query),
    total: total === 'true',
  };
}

function limitOf(query: Map<string, string>): number {
  const text = query.get('limit') ?? '50';
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 200) throw invalidField('limit', 'A whole number from 1 to 200.', 'out_of_range');
  return limit;
}

function ifMatch(call: Call): number | '*' | undefined {
  const tag = call.header('if-match')?.trim();
  if (tag === undefined || tag === '') return undefined;
  if (tag === '*') return '*';
  const version = /^"(\d{1,9})"$/.exec(tag)?.[1];
  // A tag of another form is the tag of no version there has ever been.
  return version ? Number(version) : 0;
}

function onlyParameters(call: Call, known: readonly string[]): void {
  const wrong = [...call.query.keys()].filter((name) => !known.includes(name));
  if (wrong.length === 0) return;
  const message = known.length > 0 ? `Parameters here: ${known.join(', ')}.` : 'No parameters are taken here.';
  throw invalidFields(wrong.map((path) => ({ path, message, code: 'unknown_parameter' })));
}

/** Rows of another resource are shown only to who may read all of that resource. */
async function requireIncludes(call: Call, resource: Resource, registry: ResourceRegistry, selection: Selection): Promise<void> {
  for (const name of selection.include ?? []) {
    const include = resource.includes[name];
    if (!include) continue;
    const { permissions } = await registry.load('one' in include ? include.one : include.many);
    requirePermission(call.principal, permissions.read);
  }
}
