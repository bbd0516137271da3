import { fileURLToPath } from 'node:url';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import '@wheelhouse/shared/domains/tables.ts';
import { describe, expect, it } from 'vitest';
import { addImport, addPath, addResource, addToCatalogue, addToGroup } from '../../scripts/scaffold/edits.ts';
import { type FunctionRequest, planFunction } from '../../scripts/scaffold/function-plan.ts';
import { singularOf, soundsSecret } from '../../scripts/scaffold/names.ts';
import { planTable, type TableRequest } from '../../scripts/scaffold/table-plan.ts';
import { UsageError } from '../../scripts/scaffold/usage-error.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const resources = allDomains.flatMap((domain) => domain.resources);
const table = (change: Partial<TableRequest> = {}) =>
  planTable(root, { domain: 'fleet', table: 'trailers', columns: ['axles:integer'], ...change }, allDomains, resources);
const column = (text: string) => table({ columns: [text] });

describe('a new table', () => {
  it('takes its names from its own', () => {
    expect(table({ table: 'fuel_card_entries' })).toMatchObject({
      constant: 'fuelCardEntries',
      singular: 'fuelCardEntry',
      path: 'fuel-card-entries',
      noun: 'fuel_card_entry',
      group: 'fleet',
    });
    expect(table({ domain: 'telematics' }).group).toBe('fleet');
    expect(table({ domain: 'operations' }).group).toBe('system');
    expect(table({ table: 'staff', singular: 'staff_member' })).toMatchObject({ singular: 'staffMember', path: 'staff' });
  });

  it.each<[string, Partial<TableRequest>, RegExp]>([
    ['an unknown domain', { domain: 'yachts' }, /no domain "yachts".*fleet/s],
    ['the control plane', { domain: 'platform' }, /platformTable/],
    ['a name in camelCase', { table: 'fuelCards' }, /"fuelCards" is no name.*work_orders/],
    ['a path', { table: '../trailers' }, /no name of a table/],
    ['a table that exists', { table: 'vehicles' }, /vehicles is declared already/],
    ['a table of another domain', { table: 'users' }, /users is declared already/],
    ['a word of SQL', { table: 'order', singular: 'one_order' }, /"order" is a word of SQL/],
    ['a name without a singular', { table: 'staff' }, /--singular/],
    ['a singular that is taken', { singular: 'vehicle' }, /resource vehicles .*already/],
    ['a singular in capitals', { singular: 'Trailer' }, /"Trailer" is no singular/],
    ['no columns', { columns: [] }, /at least one column/],
    ['a column given twice', { columns: ['axles:integer', 'axles:text'] }, /axles is given twice/],
  ])('refuses %s', (_, change, message) => {
    expect(() => table(change)).toThrow(UsageError);
    expect(() => table(change)).toThrow(message);
  });

  it.each<[string, RegExp]>([
    ['axles', /"axles" is no column.*axles:integer!/],
    ['axles:int', /"int" is no type.*integer/],
    ['axles:', /no column/],
    ['Axles:integer', /"Axles" is no name/],
    ['axles:integer(4)', /write the type as integer/],
    ['plate:varchar', /varchar\(50\)/],
    ['plate:varchar(0)', /varchar\(50\)/],
    ['share:decimal(2,5)', /of 2 digits, 5 cannot/],
    ["kind:oneOf(a'b)", /oneOf\(open\|closed\)/],
    ['id:text', /leave out id/],
    ['user:text', /"user" is a word of SQL/],
    ['api_key:text', /sounds like a secret/],
    ['depot:reference(depots)', /ends in _id/],
    ['depot_id:reference(ports)', /"ports", which is no table.*depots/],
    ['tenant_ref_id:reference(tenants)', /"tenants", which is no table/],
    ['parent_id:reference(trailers)!', /cannot be required/],
  ])('refuses the column %s', (text, message) => {
    expect(() => column(text)).toThrow(UsageError);
    expect(() => column(text)).toThrow(message);
  });

  it('may refer to itself', () => {
    expect(column('parent_id:reference(trailers)').columns).toMatchObject([
      { key: 'parentId', references: 'trailers', required: false },
    ]);
  });
});

describe('a new function', () => {
  const plan = (change: Partial<FunctionRequest>) =>
    planFunction(root, { name: 'night-watch', trigger: 'schedule', ...change }, allDomains);

  it.each<[string, Partial<FunctionRequest>, RegExp]>([
    ['a name in camelCase', { name: 'nightWatch' }, /"nightWatch" is no name/],
    ['a path', { name: '../x' }, /no name of a function/],
    ['a function that exists', { name: 'fleet', trigger: 'http' }, /functions\/fleet exists already/],
    ['an unknown trigger', { trigger: 'kafka' }, /"kafka" starts no function.*pubsub/],
    ['the option of another trigger', { topic: 'events', schedule: '* * * * *' }, /--topic is for the trigger pubsub/],
    ['no schedule', {}, /five fields/],
    ['a schedule of six fields', { schedule: '0 0 3 * * *' }, /has not five fields/],
    ['a schedule that is none', { schedule: '99 3 * * *' }, /"99 3 \* \* \*" is no schedule/],
    ['no topic', { trigger: 'pubsub' }, /--topic telemetry/],
    ['a topic that nothing is sent to', { trigger: 'pubsub', topic: 'teletubbies' }, /Known: telemetry, events/],
    ['a bucket that nothing is written to', { trigger: 'storage', bucket: 'photos' }, /Known: documents/],
    ['a domain that does not exist', { trigger: 'http', domain: 'yachts' }, /no "yachts"\. Domains: /],
    ['a domain that is served', { trigger: 'http', domain: 'fleet' }, /functions\/fleet serves the domain fleet already/],
  ])('refuses %s', (_, change, message) => {
    expect(() => plan(change)).toThrow(UsageError);
    expect(() => plan(change)).toThrow(message);
  });
});

describe('names', () => {
  it.each([
    ['vehicles', 'vehicle'],
    ['work_orders', 'work_order'],
    ['fuel_entries', 'fuel_entry'],
    ['delays', 'delay'],
    ['addresses', 'address'],
    ['boxes', 'box'],
    ['batches', 'batch'],
    ['statuses', 'status'],
    ['geofences', 'geofence'],
    ['people', 'person'],
  ])('of %s: one is a %s', (plural, singular) => {
    expect(singularOf(plural)).toBe(singular);
  });

  it.each(['staff', 'news_glass', 'status', 'equipment'])('of %s are left to whoever knows', (plural) => {
    expect(singularOf(plural)).toBeUndefined();
  });

  it('that sound like a secret are told from those that contain such a word', () => {
    expect(['password_hash', 'apiKey', 'client_secret', 'token'].map(soundsSecret)).toEqual([true, true, true, true]);
    expect(['monkey', 'keyboard_layout', 'hashtag', 'tokenized'].map(soundsSecret)).toEqual([false, false, false, false]);
  });
});

describe('edits of files', () => {
  it('add a name to an import once, or the import', () => {
    expect(addImport("import { a } from './x.ts';", 'b', './x.ts')).toBe("import { a, b } from './x.ts';");
    expect(addImport("import { a } from './x.ts';", 'a', './x.ts')).toBe("import { a } from './x.ts';");
    expect(addImport("import {\n  a,\n  b,\n} from './x.ts';", 'c', './x.ts')).toMatch(
      /^import \{\s*a,\s*b, c \} from '\.\/x\.ts';$/,
    );
    expect(addImport('const a = 1;', 'b', './x.ts')).toBe("import { b } from './x.ts';\nconst a = 1;");
  });

  it('add a resource to the end, or into the list of them', () => {
    expect(addResource('const a = 1;\n', 'b', 'const b = 2;\n')).toBe('const a = 1;\n\nconst b = 2;\n');
    expect(addResource('const a = 1;\n\nexport const all = [a];\n', 'b', 'const b = 2;\n')).toBe(
      'const a = 1;\n\nconst b = 2;\n\nexport const all = [a, b];\n',
    );
  });

  it('add a path after the others and leave comments where they are', () => {
    const yaml = 'name: a\ntrigger:\n  type: http\n  paths:\n    - /v1/a\n    - /v1/b\n# why\nmemory: 1Gi\n';
    expect(addPath(yaml, '/v1/c')).toBe(yaml.replace('    - /v1/b\n', '    - /v1/b\n    - /v1/c\n'));
    expect(() => addPath('name: a\n', '/v1/c')).toThrow(UsageError);
  });

  it('add permissions to the catalogue, at the end of their group or of all', () => {
    const sql = "      ('a', 'x', 'read'),\n      ('b', 'y', 'read write')\n  )\n";
    expect(addToCatalogue(sql, 'a', 'z')).toBe(sql.replace("'read'),\n", "'read'),\n      ('a', 'z', 'read write delete'),\n"));
    expect(addToCatalogue(sql, 'b', 'z')).toContain("('b', 'y', 'read write'),\n      ('b', 'z', 'read write delete')\n  )");
    expect(addToCatalogue(sql, 'c', 'z')).toContain("('c', 'z', 'read write delete')\n  )");
  });

  it('add a noun to its group, empty or not', () => {
    expect(addToGroup("const g = {\n  a: ['x'],\n};", 'a', 'z')).toBe("const g = {\n  a: ['x', 'z'],\n};");
    expect(addToGroup('const g = {\n  a: [],\n};', 'a', 'z')).toBe("const g = {\n  a: ['z'],\n};");
    expect(() => addToGroup('const g = {};', 'a', 'z')).toThrow(UsageError);
  });
});
