import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  fullIndexes,
  longFiles,
  machineTraces,
  ownClocks,
  type ProjectFile,
  sleepingTests,
  tableCycles,
  unfinished,
  wrongImports,
} from './checks/files.ts';

/** Files of domains that may read the time. */
const clocks = {
  'shared/src/domains/documents/embedding/http-retry.ts': 'its clock is passed in; this one is the default',
  'shared/src/domains/platform/tenants/export.ts':
    'the operator’s command line writes when the export was made; nothing depends on it',
};

/** Tests that may wait. */
const waits = {
  'test/shared/domains/platform/move-child.ts': 'a process that holds its transaction until the test kills it',
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const ignored = new Set(['build', 'node_modules', '.git', '.local', 'dist', 'coverage']);
const binary = /\.(pdf|png|jpg|gz|onnx|bin|woff2?)$/;

function filesBelow(folder: string): ProjectFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : filesBelow(file);
    if (!entry.isFile() || binary.test(entry.name) || entry.name.endsWith('.log')) return [];
    return [{ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }];
  });
}

// This guard shows what it looks for.
const files = filesBelow(root).filter(({ path }) => !/^test\/guards\/(files\.test|checks\/files)\.ts$/.test(path));

describe('files of the project', () => {
  it('are found', () => {
    expect(files.length).toBeGreaterThan(300);
  });

  it('are short enough to have one subject', () => {
    expect(longFiles(files)).toEqual([]);
  });

  it('of the product know neither the emulator nor the functions', () => {
    expect(wrongImports(files)).toEqual([]);
  });

  it('with tables of different domains need each other in one direction only', () => {
    expect(tableCycles(files)).toEqual([]);
  });

  it('named index.ts only export', () => {
    expect(fullIndexes(files)).toEqual([]);
  });

  it('of domains take time and chance from outside', () => {
    expect(ownClocks(files, clocks)).toEqual([]);
  });

  it('of tests do not sleep', () => {
    expect(sleepingTests(files, waits)).toEqual([]);
  });

  it('hold no notes of unfinished work', () => {
    expect(unfinished(files)).toEqual([]);
  });

  it('name no host of a package registry and no path of one machine', () => {
    expect(machineTraces(files)).toEqual([]);
  });
});

describe('the guard of files', () => {
  const file = (path: string, text: string): ProjectFile[] => [{ path, text }];

  it('sees a file of 301 lines where code is, and no other', () => {
    const long = 'const a = 1;\n'.repeat(301);
    expect(longFiles(file('shared/src/db/a.ts', long))).toHaveLength(1);
    expect(longFiles(file('scripts/a.ts', 'a;\n'.repeat(300)))).toEqual([]);
    expect(longFiles(file('test/a.test.ts', long))).toEqual([]);
  });

  it.each([
    "import { a } from '@wheelhouse/emulator/auth/index.ts';",
    "import '../../../functions/fleet/index.ts';",
    "await import('../../emulator/src/a.ts')",
  ])('sees %s in the product', (text) => {
    expect(wrongImports(file('shared/src/db/a.ts', text))).toHaveLength(1);
    expect(wrongImports(file('test/a.ts', text))).toEqual([]);
  });

  it('sees tables that need each other by way of others', () => {
    const table = (domain: string, other: string) =>
      file(`shared/src/domains/${domain}/tables/a.ts`, `import { b } from '../../${other}/tables/index.ts';`);
    const chain = [...table('fleet', 'identity'), ...table('identity', 'documents')];
    expect(tableCycles(chain)).toEqual([]);
    expect(tableCycles([...chain, ...table('documents', 'fleet')])).toHaveLength(3);
  });

  it('sees an index.ts that does something', () => {
    expect(
      fullIndexes(file('emulator/src/auth/index.ts', "// why\nexport { a } from './a.ts';\nexport * from './b.ts';")),
    ).toEqual([]);
    expect(fullIndexes(file('emulator/src/auth/index.ts', 'export const a = 1;'))).toHaveLength(1);
    const domain = "import * as verbs from './verbs/index.ts';\nexport const harbour = { verbs: Object.values(verbs) };";
    expect(fullIndexes(file('shared/src/domains/harbour/index.ts', domain))).toEqual([]);
    expect(fullIndexes(file('shared/src/domains/harbour/index.ts', `${domain}\nconst lift = () => 1;`))).toHaveLength(1);
  });

  it('sees a domain with a clock of its own, and an exception that is none', () => {
    const own = file('shared/src/domains/fleet/a.ts', 'const now = new Date();');
    expect(ownClocks(own, {})).toHaveLength(1);
    expect(ownClocks(own, { 'shared/src/domains/fleet/a.ts': 'why' })).toEqual([]);
    expect(ownClocks(file('shared/src/domains/fleet/a.ts', 'new Date(text) // not new Date()'), { b: 'why' })).toEqual([
      expect.stringContaining('exception b'),
    ]);
  });

  it.each(['await new Promise((resolve) => setTimeout(resolve, 10));', "import { setTimeout } from 'node:timers/promises';"])(
    'sees a test with %s',
    (text) => {
      expect(sleepingTests(file('test/a.test.ts', text), {})).toHaveLength(1);
    },
  );

  it('sees notes of unfinished work, and traces of a machine', () => {
    expect(unfinished(file('README.md', 'TODO: write'))).toHaveLength(1);
    expect(machineTraces(file('.npmrc', 'registry=https://registry.npmjs.org/'))).toHaveLength(1);
    expect(machineTraces(file('a.md', 'cd /home/ann/wheelhouse'))).toHaveLength(1);
    expect(machineTraces(file('a.md', 'see https://example.com/home/page'))).toEqual([]);
  });
});
