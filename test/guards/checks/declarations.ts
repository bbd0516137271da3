import { basicPermissions, permissionGroups } from '@wheelhouse/shared/auth/permissions.ts';
import { type TableMeta, tableColumns, tableMeta } from '@wheelhouse/shared/db/table.ts';
import { fieldsOf } from '@wheelhouse/shared/resource/fields.ts';
import { jsonSchemaOf } from '@wheelhouse/shared/resource/openapi.ts';
import type { Resource } from '@wheelhouse/shared/resource/resource.ts';
import type { Verb } from '@wheelhouse/shared/resource/verb.ts';
import type { Consumer } from '@wheelhouse/shared/runtime/consumer.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import type { Job } from '@wheelhouse/shared/runtime/job.ts';
import { soundsSecret } from '../../../scripts/scaffold/names.ts';
import { repeated } from './functions.ts';

/** Exceptions of a rule: what they are about, and the reason. One that is no longer needed is a problem too. */
export type Exceptions = Readonly<Record<string, string>>;

type Json = Record<string, unknown>;

const nameOf = (verb: Verb): string => `${verb.on}:${verb.name}`;

/** Permissions that requests are checked for, against the catalogue that roles are made of. Operators' are in no tenant's catalogue. */
export function permissionProblems(domains: readonly Domain[], catalogue: ReadonlySet<string>): string[] {
  const operators = new Set(['platform', ...(permissionGroups.platform ?? [])]);
  const isKnown = (permission: string) =>
    catalogue.has(permission) ||
    (basicPermissions as readonly string[]).includes(permission) ||
    operators.has(permission.split('.')[0] ?? '');
  const asked = domains.flatMap((domain) => [
    ...domain.resources.flatMap((resource) => permissionsOf(resource).map((permission) => ({ who: resource.path, permission }))),
    ...domain.verbs.map((verb) => ({ who: nameOf(verb), permission: verb.permission })),
  ]);
  const unknown = asked
    .filter(({ permission }) => !isKnown(permission))
    .map(
      ({ who, permission }) =>
        `${who}: ${permission} is not in platform.permission_catalogue() (sql/functions/seed_identity.sql)`,
    );
  const grouped = new Set(Object.entries(permissionGroups).flatMap(([group, members]) => [group, ...members]));
  const nouns = [...new Set([...catalogue].map((permission) => permission.split('.')[0] ?? ''))];
  const ungrouped = nouns
    .filter((noun) => !grouped.has(noun))
    .map((noun) => `${noun} is in no group of shared/src/auth/permissions.ts`);
  return [...new Set([...unknown, ...ungrouped])];
}

/** Permissions that requests of a resource are checked for: what cannot be done needs none. */
function permissionsOf({ operations, permissions, narrowed }: Resource): string[] {
  const can = (...some: readonly Resource['operations'][number][]) => some.some((operation) => operations.includes(operation));
  return [
    permissions.read,
    ...Object.keys(narrowed),
    ...(can('create', 'update', 'batch') ? [permissions.write] : []),
    ...(can('delete', 'batch') ? [permissions.delete] : []),
  ];
}

/** Columns and resources that a declaration names but that do not exist. */
export function referenceProblems(resources: readonly Resource[]): string[] {
  const byPath = new Map(resources.map((resource) => [resource.path, resource]));
  return resources.flatMap((resource) => {
    const columns = Object.keys(tableColumns(resource.table));
    const { verbOwned, hidden, search, filled, fields, includes, path } = resource;
    const named = { verbOwned, hidden, search, filled, fields: Object.keys(fields) };
    const missing = Object.entries(named).flatMap(([option, keys]) =>
      keys.filter((key) => !columns.includes(key)).map((key) => `${path}: ${option} names ${key}, which is no column`),
    );
    const wrongIncludes = Object.entries(includes).flatMap(([name, include]) => {
      const other = byPath.get('one' in include ? include.one : include.many);
      if (!other) return [`${path}: includes.${name} names a resource that does not exist`];
      const owner = 'one' in include ? resource : other;
      const key = 'one' in include ? include.via : include.by;
      return Object.hasOwn(tableColumns(owner.table), key)
        ? []
        : [`${path}: includes.${name} names ${key}, which is no column of ${owner.path}`];
    });
    const hiddenSearch = search.filter((key) => hidden.includes(key)).map((key) => `${path}: search looks through hidden ${key}`);
    return [...missing, ...wrongIncludes, ...hiddenSearch];
  });
}

/** Conditions of narrowed permissions, to be tried on the database. */
export function narrowedConditions(resources: readonly Resource[]): { table: string; condition: string; name: string }[] {
  return resources.flatMap(({ path, table, narrowed }) =>
    Object.entries(narrowed).map(([permission, condition]) => ({
      table: tableMeta(table).name,
      condition,
      name: `${path} ${permission}`,
    })),
  );
}

/** Masked columns that a table does not have. */
export function maskProblems(
  tables: readonly { meta: Pick<TableMeta, 'name' | 'masked' | 'describe'>; columns: readonly string[] }[],
) {
  return tables.flatMap(({ meta, columns }) => [
    ...meta.masked.filter((key) => !columns.includes(key)).map((key) => `${meta.name}: masked names ${key}, which is no column`),
  ]);
}

/** Fields with the name of a secret that a resource shows. */
export function secretProblems(resources: readonly Resource[], exceptions: Exceptions): string[] {
  const shown = resources.flatMap((resource) =>
    [...fieldsOf(resource).keys()].filter(soundsSecret).map((key) => `${resource.path}.${key}`),
  );
  return withExceptions(
    shown,
    exceptions,
    (name) => `${name} sounds like a secret, but is shown; hide it or list it with a reason`,
  );
}

/** Verbs whose answer has a field with the name of a secret, but is kept for repetitions of the request. */
export function secretAnswerProblems(verbs: readonly Verb[], exceptions: Exceptions): string[] {
  const kept = verbs
    .filter((verb) => verb.method === 'POST' && !verb.secretAnswer)
    .flatMap((verb) =>
      propertiesOf(jsonSchemaOf(verb.output, 'output'))
        .filter(soundsSecret)
        .map((key) => `${nameOf(verb)}.${key}`),
    );
  return withExceptions(kept, exceptions, (name) => `${name} sounds like a secret; set secretAnswer or list it with a reason`);
}

/** Texts, forms and names that every declaration needs. */
export function shapeProblems(domains: readonly Domain[], writingGets: Exceptions = {}): string[] {
  const resources = domains.flatMap((domain) => domain.resources);
  const verbs = domains.flatMap((domain) => domain.verbs);
  const paths = new Set(resources.map((resource) => resource.path));
  return [
    ...resources.filter((one) => !one.summary.trim()).map((one) => `${one.path}: the summary is empty`),
    ...resources.filter((one) => !/^[a-z]+(-[a-z]+)*$/.test(one.path)).map((one) => `${one.path}: a path is in kebab case`),
    ...resources.filter((one) => !/^[a-z][A-Za-z]*$/.test(one.singular)).map((one) => `${one.singular}: camelCase`),
    ...verbs.filter((verb) => !verb.summary.trim()).map((verb) => `${nameOf(verb)}: the summary is empty`),
    ...verbs.filter((verb) => !paths.has(verb.on)).map((verb) => `${nameOf(verb)}: there is no resource ${verb.on}`),
    ...verbs
      .filter((verb) => !isStrict(jsonSchemaOf(verb.input, 'input')))
      .map((verb) => `${nameOf(verb)}: input is no z.strictObject()`),
    ...withExceptions(
      verbs.filter((verb) => verb.method === 'GET' && verb.access === 'write').map(nameOf),
      writingGets,
      (name) => `${name}: a GET that writes`,
    ),
    ...twice(
      'resource path',
      resources.map((one) => one.path),
    ),
    ...twice(
      'resource singular',
      resources.map((one) => one.singular),
    ),
    ...twice(
      'verb',
      verbs.map((verb) => `${verb.target} ${nameOf(verb)}`),
    ),
    ...twice(
      'domain',
      domains.map((one) => one.name),
    ),
  ];
}

/** Consumers and jobs are noted by their names. */
export function workProblems({ consumers, jobs }: Work): string[] {
  return [
    ...twice(
      'consumer',
      consumers.map((one) => one.name),
    ),
    ...twice(
      'job',
      jobs.map((one) => one.handler),
    ),
  ];
}

const twice = (what: string, names: readonly string[]): string[] =>
  repeated(names).map((name) => `There are two of the ${what} ${name}`);

/** Unknown fields are refused, in each form that the input may have. */
function isStrict(schema: Json): boolean {
  const forms = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  return forms ? forms.every(isStrict) : schema.type === 'object' && schema.additionalProperties === false;
}

/** Names of all properties of a JSON Schema, however deep. */
function propertiesOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(propertiesOf);
  if (schema === null || typeof schema !== 'object') return [];
  const own = (schema as Json).properties;
  const names = own && typeof own === 'object' ? Object.keys(own) : [];
  return [...new Set([...names, ...Object.values(schema).flatMap(propertiesOf)])];
}

/** Something a file exports that a domain must list. */
export type Declared = { file: string; exported: string; value: object };

/** What events and schedules start. */
export type Work = { consumers: readonly Consumer[]; jobs: readonly Job[] };

/** Verbs, consumers and jobs that are declared in a file but that nothing starts. */
export function registrationProblems(
  declared: readonly Declared[],
  domains: readonly Domain[],
  { consumers, jobs }: Work,
): string[] {
  const offered = new Set<object>([...domains.flatMap((domain) => domain.verbs), ...consumers, ...jobs]);
  return declared
    .filter(({ value }) => !offered.has(value))
    .map(({ file, exported }) => `${file}: ${exported} is in no domain of allDomains, nor in allConsumers or allJobs`);
}

/** Verbs that no test calls, by their path (`:assignDriver`) or by importing them. */
export function untestedVerbs(verbs: readonly Verb[], declared: readonly Declared[], tests: readonly string[]): string[] {
  return verbs
    .filter((verb) => {
      const constant = declared.find(({ value }) => value === verb)?.exported;
      const called = new RegExp(`:${verb.name}\\b${constant ? `|import [^;]*\\b${constant}\\b[^;]*/verbs/` : ''}`);
      return !tests.some((test) => called.test(test));
    })
    .map((verb) => `${nameOf(verb)}: no test calls it`);
}

/** What a rule finds, without the listed exceptions; exceptions that excuse nothing are problems as well. */
export function withExceptions(found: readonly string[], exceptions: Exceptions, describe: (name: string) => string): string[] {
  const stale = Object.keys(exceptions).filter((name) => !found.includes(name));
  return [
    ...found.filter((name) => !Object.hasOwn(exceptions, name)).map(describe),
    ...stale.map((name) => `The exception ${name} excuses nothing any more; remove it`),
  ];
}
