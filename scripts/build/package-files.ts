import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type LockFile = { packages: Record<string, { version?: string }> };

const locks = new Map<string, string>();

/**
 * Writes the `package.json` of a bundle, with the packages that it needs installed and their exact versions, and the part of the project's
 * `package-lock.json` that belongs to them: what is deployed is what was tested.
 *
 * @param local packages that are folders of the bundle
 */
export function writePackageFiles(
  folder: string,
  name: string,
  packages: readonly string[],
  local: Readonly<Record<string, string>>,
  root: string,
): void {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  const dependencies = { ...local, ...Object.fromEntries(packages.map((one) => [one, versionOf(lock, one)])) };
  // What the project puts in the place of a package everywhere.
  const { overrides } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { overrides: Record<string, unknown> };
  const everywhere = Object.fromEntries(Object.entries(overrides).filter(([, replacement]) => typeof replacement === 'string'));
  const description = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    main: 'index.mjs',
    engines: { node: '24.x' },
    dependencies,
    overrides: everywhere,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  const key = [...Object.keys(local), ...packages].join(' ');
  const known = locks.get(key);
  writeFileSync(join(folder, 'package-lock.json'), named(known ?? prunedLock(folder, root), name));
  if (!known) locks.set(key, readFileSync(join(folder, 'package-lock.json'), 'utf8'));
}

function versionOf({ packages }: LockFile, name: string): string {
  const version = (packages[`node_modules/${name}`] ?? packages[`shared/node_modules/${name}`])?.version;
  if (!version) throw new Error(`package-lock.json does not know ${name}.`);
  return version;
}

/** npm takes what package.json does not need out of a copy of the project's lock file; everything it needs to know stands in there. */
function prunedLock(folder: string, root: string): string {
  cpSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
  const options = ['--package-lock-only', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return readFileSync(join(folder, 'package-lock.json'), 'utf8');
}

function named(lock: string, name: string): string {
  const parsed = JSON.parse(lock) as { name: string; packages: Record<string, { name?: string }> };
  parsed.name = name;
  parsed.packages[''] = { ...parsed.packages[''], name };
  return `${JSON.stringify(parsed, null, 2)}\n`;
}
