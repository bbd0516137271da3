import fc from 'fast-check';
import { hostileBody, hostileHeaders, hostileTexts } from './hostile.ts';
import { nearly, poisoned } from './mutate.ts';
import { type Json, type Operation, type Parameter, resolve, schemaOf } from './operations.ts';
import type { Body, Pool } from './pool.ts';
import { validValue } from './schema-arbitrary.ts';

/** `member` has every permission in a tenant, `operator` on the platform, `guest` none, `holder` only a link, `anonymous` no token. */
export type Caller = 'member' | 'operator' | 'guest' | 'holder' | 'anonymous';

export type Sent = { caller: Caller; method: string; path: string; headers: Record<string, string>; body: string | undefined };

type Query = [name: string, value: string][];
type Parts = { id: string; query: Query; headers: Record<string, string>; body: string | undefined };

/** Requests of every kind for one operation: valid, nearly valid, and hostile. */
export function requestsFor(document: Json, operation: Operation, pool: Pool): fc.Arbitrary<Sent> {
  const ids = (name: string) => {
    if (name === 'tenantId' && !pool.isForOperators(operation)) return fc.constant(pool.ownTenantId);
    return fc.nat().map((chosen) => pool.idFor(name, chosen));
  };
  const context = { document, ids, now: pool.now };
  const body = operation.body
    ? orLikeAccepted(document, operation.body, validValue(operation.body, context), pool.bodiesOf(operation))
    : undefined;
  const id = fc.nat().map((chosen) => pool.idOf(operation.resource, chosen));
  const query = validQuery(document, operation, pool);
  const asText = (value: fc.Arbitrary<unknown>) => value.map((one) => JSON.stringify(one) ?? '');
  const none = fc.constant(undefined);

  const valid = fc.record<Parts>({ id, query, headers: validHeaders(operation), body: body ? asText(body) : none });
  const near = fc.record<Parts>({
    id,
    query: body
      ? query
      : fc.tuple(query, fc.nat(), fc.constantFrom(...nearlyTexts)).map(([made, at, text]) => alter(made, at, text)),
    headers: validHeaders(operation),
    body: body ? asText(nearly(body)) : none,
  });
  const hostile = fc.record<Parts>({
    id: fc.oneof({ weight: 3, arbitrary: id }, { weight: 1, arbitrary: fc.constantFrom(...hostileTexts).filter(isSegment) }),
    query: fc.oneof({ weight: body ? 4 : 1, arbitrary: query }, { weight: 2, arbitrary: hostileQuery(operation, query) }),
    headers: fc.tuple(validHeaders(operation), hostileHeaders).map(([usual, odd]) => ({ ...usual, ...odd })),
    body: body ? fc.oneof({ weight: 3, arbitrary: asText(poisoned(body)) }, { weight: 1, arbitrary: hostileBody }) : none,
  });
  const parts = fc.oneof({ weight: 2, arbitrary: valid }, { weight: 2, arbitrary: near }, { weight: 3, arbitrary: hostile });
  return fc.tuple(callerOf(operation, pool), parts).map(([caller, part]) => ({
    caller,
    method: operation.method,
    path: `${operation.path.replace('{id}', encodeURIComponent(part.id.toWellFormed()))}${queryText(part.query)}`,
    headers: part.headers,
    body: operation.method === 'GET' ? undefined : part.body,
  }));
}

/** Values of a schema, and as often bodies that are known to be accepted, of which some members have other values of the schema. */
function orLikeAccepted(
  document: Json,
  schema: Json,
  valid: fc.Arbitrary<unknown>,
  accepted: readonly Body[],
): fc.Arbitrary<unknown> {
  if (accepted.length === 0) return valid;
  const names = Object.keys((resolve(document, schema).properties ?? {}) as Json);
  const changed = fc.oneof(
    fc.constant<string[]>([]),
    fc.subarray(names, { maxLength: Math.min(2, names.length) }),
    fc.subarray(names),
  );
  const like = fc.tuple(fc.constantFrom(...accepted), valid, changed).map(([body, values, some]) => {
    const given = Object.entries(values as Body).filter(([name]) => some.includes(name));
    return { ...body, ...Object.fromEntries(given) };
  });
  return fc.oneof(valid, like);
}

function callerOf(operation: Operation, pool: Pool): fc.Arbitrary<Caller> {
  const [usual, unusual] = callersOf(operation, pool);
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom<Caller>(unusual, 'guest', 'anonymous') },
  );
}

function callersOf(operation: Operation, pool: Pool): [usual: Caller, unusual: Caller] {
  if (pool.isForHolders(operation)) return ['holder', 'member'];
  return pool.isForOperators(operation) ? ['operator', 'member'] : ['member', 'operator'];
}

/** A path segment: `.` and `..` would make it another path, and an empty one another operation. */
const isSegment = (text: string): boolean => text !== '' && text !== '.' && text !== '..';

const nearlyTexts = ['', 'x', '-1', '0', '201', '1.5', 'TRUE', '2026-13-01', '2026-01-01T00:00:00', 'a,b', 'é'.repeat(600)];

function alter(query: Query, at: number, text: string): Query {
  if (query.length === 0) return [['limit', text]];
  return query.map(([name, value], index) => (index === at % query.length ? [name, text] : [name, value]));
}

function validHeaders(operation: Operation): fc.Arbitrary<Record<string, string>> {
  const takes = (name: string) => operation.parameters.some((one) => one.in === 'header' && one.name === name);
  const optional: Record<string, fc.Arbitrary<string>> = {};
  if (takes('If-Match')) optional['If-Match'] = fc.constantFrom('*', '*', '*', '"1"', '"2"');
  if (takes('If-None-Match')) optional['If-None-Match'] = fc.constantFrom('"1"', '"2"');
  if (takes('Idempotency-Key')) {
    const fresh = fc.uuid().map((id) => `${operation.operationId}-${id}`);
    optional['Idempotency-Key'] = fc.oneof({ weight: 9, arbitrary: fresh }, { weight: 1, arbitrary: fc.constant('used-before') });
  }
  return fc.record(optional, { requiredKeys: takes('If-Match') ? ['If-Match'] : [] }) as fc.Arbitrary<Record<string, string>>;
}

function validQuery(document: Json, operation: Operation, pool: Pool): fc.Arbitrary<Query> {
  const parameters = operation.parameters.filter((one) => one.in === 'query');
  if (parameters.length === 0) return fc.constant([]);
  const row = rowProperties(document, operation);
  const included: readonly string[] = parameters.filter(({ name }) => name === 'include').flatMap(includesOf);
  const context = { document, ids: (name: string) => fc.nat().map((chosen) => pool.idFor(name, chosen)), now: pool.now };
  const value = (parameter: Parameter): fc.Arbitrary<[string, string]> => {
    const { name, schema } = parameter;
    if (parameter.style === 'deepObject') {
      const operators = Object.keys(schema.properties as Json);
      return fc
        .tuple(fc.constantFrom(...operators), validValue(row[name] ?? schema, context, name))
        .map(([operator, given]) => [
          operator === 'eq' ? name : `${name}[${operator}]`,
          operator === 'isNull' ? 'true' : asText(given),
        ]);
    }
    const fixed = (texts: readonly string[]) => fc.constantFrom(...texts).map((text): [string, string] => [name, text]);
    // What a list includes besides stands in its rows, but is none of their fields.
    const keys = Object.keys(row).filter((key) => !included.includes(key));
    if (name === 'cursor') return fc.nat().map((chosen) => [name, pool.cursorOf(operation, chosen)]);
    if (name === 'sort' && keys.length > 0) return fixed(keys.flatMap((key) => [key, `-${key}`]));
    if (name === 'fields' && keys.length > 0) return fc.subarray(keys, { minLength: 1 }).map((some) => [name, some.join(',')]);
    if (name === 'include') return fixed(includesOf(parameter));
    return validValue(schema, context, name).map((given) => [name, asText(given)]);
  };
  const required = parameters.filter((one) => one.required).map(value);
  const optional = parameters.filter((one) => !one.required);
  // An operation with required parameters has few others; a list has dozens of filters, of which nobody uses more than some.
  const some = optional.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...optional), { maxLength: 3 });
  return fc
    .tuple(
      fc.tuple(...required),
      some.chain((chosen) => fc.tuple(...chosen.map(value))),
    )
    .map(([must, may]) => [...must, ...may]);
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value).replace(/^\[|\]$/g, '');

/** Includes are named in the description only, as a comma separates several. */
function includesOf(parameter: Parameter & { description?: string }): string[] {
  const names = /: ([\w, ]+)\./.exec(parameter.description ?? '')?.[1]?.split(', ') ?? ['nothing'];
  return [...names, names.join(',')];
}

/** Properties of the rows that a list or a get answers. */
function rowProperties(document: Json, operation: Operation): Record<string, Json> {
  const answer = schemaOf(operation.responses['200']?.content);
  if (!answer) return {};
  const page = resolve(document, answer);
  const data = (page.properties as Record<string, Json> | undefined)?.data;
  const row = data?.items ? resolve(document, data.items as Json) : page;
  return (row.properties ?? {}) as Record<string, Json>;
}

function hostileQuery(operation: Operation, valid: fc.Arbitrary<Query>): fc.Arbitrary<Query> {
  const names = operation.parameters.filter((one) => one.in === 'query').map((one) => one.name);
  const name = fc.oneof(
    fc.constantFrom('limit', 'cursor', 'sort', 'fields', 'include', 'search', 'total', ...names),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'id[__proto__]',
      'id[constructor]',
      'id[',
      'a'.repeat(3000),
      '',
      '%',
      "'",
      '\u0000',
    ),
    fc
      .constantFrom(...names, 'id')
      .chain((one) =>
        fc.constantFrom('in', 'contains', 'startsWith', 'isNull', 'ne', 'gte').map((operator) => `${one}[${operator}]`),
      ),
  );
  const text = fc.oneof(
    fc.constantFrom(...hostileTexts),
    fc.constantFrom(...hostileCursors),
    fc.constantFrom('-id', 'id,-id', '--id', ','.repeat(500), 'id,'.repeat(100), '99999999999999999999'),
  );
  const odd = fc.array(fc.tuple(name, text), { minLength: 1, maxLength: 3 });
  return fc.tuple(valid, odd, fc.boolean()).map(([usual, more, twice]) => [...usual, ...more, ...(twice ? more : [])] as Query);
}

const cursorOf = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
const hostileCursors = [
  'abc',
  '====',
  'e30',
  cursorOf({ s: 'id', k: ["' or 1=1 --"] }),
  cursorOf({ s: 'id', k: [null] }),
  cursorOf({ s: 'id', k: [] }),
  cursorOf({ s: 'id', k: [1] }),
  cursorOf({ s: 'createdAt,id', k: ['2026-02-31 00:00:00+00', '00000000-0000-0000-0000-000000000000'] }),
  cursorOf({ s: 'id', k: ['00000000-0000-0000-0000-000000000000'] }),
  cursorOf({ s: '__proto__', k: [''] }),
  cursorOf([]),
  Buffer.from('0.0').toString('base64url'),
  Buffer.from('999999999999999999.999999999999999999').toString('base64url'),
  Buffer.from('-1.-1').toString('base64url'),
];

function queryText(query: Query): string {
  if (query.length === 0) return '';
  return `?${query.map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`).join('&')}`;
}
