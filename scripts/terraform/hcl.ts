import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { convertFiles } from '@cdktf/hcl2json';

/** A block's arguments: literals as they are, expressions as the text `${…}`. */
export type Block = Record<string, unknown>;

/** Blocks of the `.tf` files of one folder, as @cdktf/hcl2json reads them: `resource.<type>.<name>[0]`. */
export type Folder = {
  resource?: Record<string, Record<string, Block[]>>;
  variable?: Record<string, Block[]>;
  locals?: Block[];
  module?: Record<string, Block[]>;
};

/** Reads the `.tf` files of a folder. */
export async function readFolder(path: string): Promise<Folder> {
  return convertFiles(path);
}

/** Reads the stack and every module: `stack`, `modules/topic`, … */
export async function readTerraform(terraform: string): Promise<Map<string, Folder>> {
  const modules = readdirSync(join(terraform, 'modules')).filter((name) =>
    existsSync(join(terraform, 'modules', name, 'main.tf')),
  );
  const names = ['stack', ...modules.sort().map((name) => `modules/${name}`)];
  return new Map(await Promise.all(names.map(async (name) => [name, await readFolder(join(terraform, name))] as const)));
}

/** Every resource of a folder. */
export function resourcesOf({ resource = {} }: Folder): { type: string; name: string; block: Block }[] {
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, blocks]) => blocks.map((block) => ({ type, name, block }))),
  );
}

/** The value of a local; undefined where there is none of that name. */
export function localOf({ locals = [] }: Folder, name: string): unknown {
  return locals.find((block) => name in block)?.[name];
}

/** An expression or literal as text, in which names can be looked for. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
