import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { type Bundle, bundle } from './bundle.ts';
import { frameworkDependency, writeFramework } from './framework.ts';
import { hashFolder } from './hash-folder.ts';
import { writePackageFiles } from './package-files.ts';
import { toolFiles } from './tool.ts';

export type Built = Bundle & { name: string; hash: string; directory: string };

/** What was built, for whoever deploys it: `build/manifest.json`. */
export type Manifest = {
  functions: Record<string, { hash: string; directory: string }>;
  tool: { hash: string; directory: string };
};

/**
 * Bundles every function, and the command line for the jobs that prepare and migrate the database, into a folder each.
 *
 * @param target where they are put; what was there is removed
 */
export async function buildAll(root: string, target: string): Promise<{ functions: Built[]; tool: Built }> {
  rmSync(target, { recursive: true, force: true });
  const functions: Built[] = [];
  for (const { name } of readFunctionDescriptions(join(root, 'functions')))
    functions.push(await buildFunction(root, target, name));
  const tool = await buildOne(root, target, {
    name: 'tool',
    entry: 'scripts/wheelhouse.ts',
    directory: 'tool',
    files: toolFiles,
  });
  const manifest: Manifest = {
    functions: Object.fromEntries(functions.map(({ name, hash, directory }) => [name, { hash, directory }])),
    tool: { hash: tool.hash, directory: tool.directory },
  };
  writeFileSync(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { functions, tool };
}

/** Bundles one function into `functions/<name>` below the target. */
export function buildFunction(root: string, target: string, name: string): Promise<Built> {
  return buildOne(root, target, { name, entry: `functions/${name}/index.ts`, directory: `functions/${name}`, isFunction: true });
}

type Unit = { name: string; entry: string; directory: string; isFunction?: boolean; files?: Record<string, string> };

async function buildOne(
  root: string,
  target: string,
  { name, entry, directory, isFunction = false, files = {} }: Unit,
): Promise<Built> {
  const folder = join(target, directory);
  mkdirSync(folder, { recursive: true });
  const built = await bundle(entry, folder, root, { joinsStart: isFunction });
  if (isFunction) await writeFramework(folder, root);
  writePackageFiles(folder, name, built.packages, isFunction ? frameworkDependency : {}, root);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return { ...built, name, hash: hashFolder(folder), directory };
}
