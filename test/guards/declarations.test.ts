import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { declaredTables, tableColumns, tableMeta } from '@wheelhouse/shared/db/table.ts';
import { allConsumers } from '@wheelhouse/shared/domains/consumers.ts';
import { depots } from '@wheelhouse/shared/domains/fleet/tables/index.ts';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import { allJobs } from '@wheelhouse/shared/domains/jobs.ts';
import { resources as listedResources } from '@wheelhouse/shared/domains/resources.ts';
import '@wheelhouse/shared/domains/tables.ts';
import { resource } from '@wheelhouse/shared/resource/resource.ts';
import { verb } from '@wheelhouse/shared/resource/verb.ts';
import { consumer } from '@wheelhouse/shared/runtime/consumer.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newTenant, testDatabase } from '../harness/index.ts';
import {
  type Declared,
  maskProblems,
  narrowedConditions,
  permissionProblems,
  referenceProblems,
  registrationProblems,
  secretAnswerProblems,
  secretProblems,
  shapeProblems,
  untestedVerbs,
  withExceptions,
  workProblems,
} from './checks/declarations.ts';

/** Fields that sound like a secret and are none. */
const shownFields = {
  'api-tokens.tokenName': 'what its owner calls it',
  'api-tokens.tokenPrefix': 'the first characters, by which a token is told from another',
  'document-suggestions.matchKey': 'the name, plate or number that a link was found by',
  'domains.verificationToken': 'the value of a DNS record, public once it is set; shown to operators only',
  'permissions.permissionKey': 'the name of the permission: vehicle.read',
  'settings.settingKey': 'the name of the setting',
  'users.passwordChangedAt': 'a moment',
};

/** Answers that sound like a secret and are none. */
const keptAnswers = {
  'domains:add.verificationToken': shownFields['domains.verificationToken'],
  'domains:makePrimary.verificationToken': shownFields['domains.verificationToken'],
  'domains:verify.verificationToken': shownFields['domains.verificationToken'],
  'users:clearPermission.permissionKey': shownFields['permissions.permissionKey'],
  'users:setPermission.permissionKey': shownFields['permissions.permissionKey'],
  'settings:define.key': shownFields['settings.settingKey'],
  'settings:reset.key': shownFields['settings.settingKey'],
  'settings:set.key': shownFields['settings.settingKey'],
};

/** What only reads may still note who read it (RFC 9110, section 9.2.1). */
const writingGets = {
  'documents:download': 'notes in the audit log of the document who took which version',
  'documents:page': 'notes in the audit log of the document who looked at which page',
  'documents:text': 'notes in the audit log of the document who looked at its text',
  'documents:thumbnail': 'notes in the audit log of the document who looked at its picture',
  'documents:understanding': 'notes in the audit log of the document who looked at what was read from it',
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const resources = allDomains.flatMap((domain) => domain.resources);
const verbs = allDomains.flatMap((domain) => domain.verbs);

/** TypeScript files below a folder of the project. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.split(sep).join('/')}`);
}

function isDeclaration(value: unknown): value is object {
  if (value === null || typeof value !== 'object') return false;
  const has = (...keys: string[]) => keys.every((key) => key in value);
  return has('on', 'target', 'permission', 'run') || has('handler', 'parameters', 'run') || has('events', 'handle');
}

const declared: Declared[] = [];

beforeAll(async () => {
  for (const file of filesBelow('shared/src/domains')) {
    if (!/\/(verbs|jobs|consumers)(\/|\.ts$)/.test(file) || file.endsWith('/index.ts')) continue;
    const exports: Record<string, unknown> = await import(pathToFileURL(join(root, file)).href);
    for (const [exported, value] of Object.entries(exports)) if (isDeclaration(value)) declared.push({ file, exported, value });
  }
});

describe('every resource, verb, consumer and job', () => {
  it('has a summary, a form of its own and a unique name', () => {
    expect(shapeProblems(allDomains, writingGets)).toEqual([]);
    expect(workProblems({ consumers: allConsumers, jobs: allJobs })).toEqual([]);
  });

  it('asks for permissions that can be granted', async () => {
    const rows = await withSystem(testDatabase(), 'a guard reads the catalogue', (tx) =>
      tx.query<{ key: string }>('select permission_key as key from platform.permission_catalogue()'),
    );
    expect(permissionProblems(allDomains, new Set(rows.map((row) => row.key)))).toEqual([]);
  });

  it('names columns and resources that exist', () => {
    expect(referenceProblems(resources)).toEqual([]);
  });

  it('narrows by conditions that the database understands', async () => {
    const tenant = await newTenant();
    for (const { table, condition, name } of narrowedConditions(resources)) {
      const tried = tenant.run((tx) => tx.query(`select id from ${table} where ${condition}`));
      await expect(tried, name).resolves.toEqual([]);
    }
  });

  it('is offered by a domain or started by the dispatcher or a schedule, and every resource is among those that may be included', () => {
    expect(declared.length).toBeGreaterThan(30);
    expect(registrationProblems(declared, allDomains, { consumers: allConsumers, jobs: allJobs })).toEqual([]);
    expect([...listedResources].map((one) => one.path).sort()).toEqual(resources.map((one) => one.path).sort());
  });
});

describe('secrets', () => {
  it('are hidden in every resource', () => {
    expect(secretProblems(resources, shownFields)).toEqual([]);
  });

  it('that a verb answers are not kept for repetitions', () => {
    expect(secretAnswerProblems(verbs, keptAnswers)).toEqual([]);
  });

  it('are masked in columns that exist', () => {
    const tables = declaredTables().map((table) => ({ meta: tableMeta(table), columns: Object.keys(tableColumns(table)) }));
    expect(maskProblems(tables)).toEqual([]);
  });
});

it('Only these verbs need no account but a secret, and they only read or count', () => {
  const open = verbs.filter((verb) => verb.holder);
  expect(Object.fromEntries(open.map((verb) => [`${verb.on}:${verb.name}`, verb.access]))).toEqual({
    'location-shares:view': 'read',
    // Counts and notes each opening.
    'documents:openShared': 'write',
  });
  for (const verb of open) expect(verb.scope).toBe('tenant');
});

it('Every verb is called by a test', () => {
  const own = relative(root, fileURLToPath(import.meta.url))
    .split(sep)
    .join('/');
  const tests = filesBelow('test').filter((file) => file !== own);
  expect(
    untestedVerbs(
      verbs,
      declared,
      tests.map((file) => readFileSync(join(root, file), 'utf8')),
    ),
  ).toEqual([]);
});

describe('the guard of declarations', () => {
  const base = {
    path: 'cranes',
    singular: 'crane',
    table: depots,
    summary: 'Cranes',
    permissions: { read: 'depot.read', write: 'depot.write' },
  };
  const lift = {
    name: 'lift',
    on: 'cranes',
    target: 'item',
    permission: 'depot.write',
    summary: 'Lift a load',
    input: z.strictObject({ loadKg: z.number() }),
    output: z.object({ id: z.guid() }),
    run: async () => ({ id: '' }),
  } as const;
  const domainOf = (parts: Partial<Domain>): Domain => ({
    name: 'harbour',
    resources: [],
    verbs: [],
    ...parts,
  });
  const harbour = (change: object = {}, verbChange: object = {}) =>
    domainOf({ resources: [resource({ ...base, ...change })], verbs: [verb({ ...lift, ...verbChange })] });
  const catalogue = new Set(['depot.read', 'depot.write']);

  it('is content with sound declarations', () => {
    expect(shapeProblems([harbour()])).toEqual([]);
    expect(permissionProblems([harbour()], catalogue)).toEqual([]);
    expect(referenceProblems(harbour({ search: ['depotCode'] }).resources)).toEqual([]);
  });

  it.each<[string, Domain, RegExp]>([
    ['a resource without a summary', harbour({ summary: ' ' }), /cranes: the summary/],
    ['a verb without a summary', harbour({}, { summary: '' }), /cranes:lift: the summary/],
    ['a path in camelCase', harbour({ path: 'gantryCranes' }), /kebab case/],
    ['a verb on nothing', harbour({}, { on: 'boats' }), /no resource boats/],
    ['an input that takes unknown fields', harbour({}, { input: z.object({}) }), /no z\.strictObject/],
    [
      'a form of an input that takes unknown fields',
      harbour({}, { input: z.union([z.strictObject({}), z.object({})]) }),
      /strictObject/,
    ],
    ['a GET that writes', harbour({}, { method: 'GET', access: 'write' }), /a GET that writes/],
    ['the same verb twice', domainOf({ ...harbour(), verbs: [verb(lift), verb(lift)] }), /two of the verb item cranes:lift/],
  ])('sees %s', (_, domain, problem) => {
    expect(shapeProblems([domain]).join('\n')).toMatch(problem);
  });

  it('sees the same consumer twice', () => {
    const consumers = [1, 2].map(() => consumer({ name: 'harbour.count', events: ['x'], handle: async () => {} }));
    expect(workProblems({ consumers, jobs: [] })).toEqual([expect.stringContaining('two of the consumer harbour.count')]);
  });

  it('sees permissions that nobody can be granted, and nouns in no group', () => {
    expect(permissionProblems([harbour({ narrowed: { 'crane.read_own': 'true' } })], catalogue)).toEqual([
      expect.stringMatching(/^cranes: crane\.read_own/),
    ]);
    expect(permissionProblems([harbour({}, { permission: 'crane.lift' })], catalogue)).toEqual([
      expect.stringMatching(/^cranes:lift: crane\.lift/),
    ]);
    expect(permissionProblems([], new Set(['crane.read']))).toEqual([expect.stringMatching(/^crane is in no group/)]);
  });

  it.each<[string, object, RegExp]>([
    ['a hidden column', { hidden: ['depotHash'] }, /hidden names depotHash/],
    ['a searched column', { search: ['nothing'] }, /search names nothing/],
    ['a column of verbs', { verbOwned: ['nothing'] }, /verbOwned names nothing/],
    ['a rule of a field', { fields: { nothing: z.string() } }, /fields names nothing/],
    ['an included resource', { includes: { boat: { one: 'boats', via: 'managerId' } } }, /includes\.boat names a resource/],
    ['the column of an include', { includes: { next: { one: 'cranes', via: 'nextId' } } }, /names nextId/],
    ['a hidden column that is searched', { search: ['depotCode'], hidden: ['depotCode'] }, /looks through hidden depotCode/],
  ])('sees that %s does not exist or must not be', (_, change, problem) => {
    expect(referenceProblems(harbour(change).resources).join('\n')).toMatch(problem);
  });

  it('sees secrets that are shown, kept or wrongly masked', () => {
    const verbs = [
      verb({ ...lift, output: z.object({ crane: z.array(z.object({ apiKey: z.string() })) }), run: async () => ({ crane: [] }) }),
    ];
    expect(secretAnswerProblems(verbs, {})).toEqual([expect.stringContaining('cranes:lift.apiKey')]);
    expect(secretAnswerProblems([verb({ ...lift, secretAnswer: true })], {})).toEqual([]);
    const users = resources.find((one) => one.path === 'users')!;
    expect(secretProblems([{ ...users, path: 'people', hidden: ['twoFactorSecret'] }], {})).toEqual([
      expect.stringContaining('people.passwordHash'),
      expect.stringContaining('people.passwordChangedAt'),
    ]);
    expect(maskProblems([{ meta: { name: 'cranes', masked: ['pin'], describe: {} }, columns: ['id'] }])).toEqual([
      expect.stringContaining('masked names pin'),
    ]);
  });

  it('sees verbs that no domain offers and that no test calls', () => {
    const own = { file: 'verbs/lift.ts', exported: 'liftLoad', value: verb(lift) };
    expect(registrationProblems([own], [harbour()], { consumers: [], jobs: [] })).toEqual([
      expect.stringContaining('verbs/lift.ts: liftLoad'),
    ]);
    expect(untestedVerbs([own.value], [own], ['a lift, a liftLoad and :lifting'])).toEqual([
      expect.stringContaining('cranes:lift'),
    ]);
    expect(untestedVerbs([own.value], [own], ["post('/v1/cranes/1:lift')"])).toEqual([]);
    expect(untestedVerbs([own.value], [own], ["import { liftLoad } from '../verbs/index.ts'"])).toEqual([]);
  });

  it('sees exceptions that excuse nothing', () => {
    expect(withExceptions(['a', 'b'], { a: 'why', c: 'why' }, (name) => `${name} is wrong`)).toEqual([
      'b is wrong',
      expect.stringContaining('exception c'),
    ]);
  });
});
