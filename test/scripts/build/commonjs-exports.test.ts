import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { bundle } from '../../../scripts/build/bundle.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const source = join(root, 'shared/src');

/** Packages that our modules import when they first use them. */
function importedLater(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const found = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/(?<!typeof )import\('([^.'…][^']*)'\)/g)].map(([, name = '']) => name),
  );
  return [...new Set(found)].filter((name) => !name.startsWith('node:')).sort();
}

it('What is imported when it is first used has the same exports in a bundle as in Node', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-exports-'));
  const entry = mkdtempSync(join(source, '../exports-test-'));
  onTestFinished(() => {
    for (const one of [folder, entry]) rmSync(one, { recursive: true, force: true });
  });
  const names = importedLater();
  const list = names.map((name) => `    '${name}': () => import('${name}'),`).join('\n');
  writeFileSync(
    join(entry, 'entry.ts'),
    `export async function shown(): Promise<Record<string, string[]>> {
  const imports: Record<string, () => Promise<object>> = {\n${list}\n  };
  const entries = Object.entries(imports).map(async ([name, load]) => {
    const loaded = (await load()) as Record<string, unknown>;
    return [name, Object.keys(loaded).filter((key) => loaded[key] !== undefined)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
`,
  );
  await bundle(relative(root, join(entry, 'entry.ts')), folder, root);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const exportsOf = (module: string): Record<string, string[]> => {
    const script = `import(${JSON.stringify(module)}).then(async ({ shown }) => { console.log('\\n' + JSON.stringify(await shown())); process.exit(); })`;
    const printed = execFileSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      maxBuffer: 10_000_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(printed.trim().split('\n').at(-1) as string);
  };
  const [inNode, bundled] = [exportsOf(join(entry, 'entry.ts')), exportsOf(join(folder, 'index.mjs'))];
  expect(names).toEqual(expect.arrayContaining(['@google-cloud/pubsub', '@google-cloud/kms', 'ajv/dist/2020.js']));
  const missing = names.flatMap((name) =>
    (inNode[name] ?? [])
      .filter((key) => !['module.exports', '__esModule'].includes(key) && !bundled[name]?.includes(key))
      .map((key) => `${name}: ${key}`),
  );
  expect(missing).toEqual([]);
}, 60_000);
