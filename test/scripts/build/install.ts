import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Installs what the lock file of a bundle names, and nothing else, from the project's own packages: what `npm ci` would do, without a
 * network. Files are links to those of the project where both are on one disk.
 *
 * @param folder a copy of a bundle, outside of the project
 */
export function install(folder: string, root: string): void {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optional?: boolean; version?: string; link?: boolean; resolved?: string }>;
  };
  for (const [place, { optional, version, link, resolved }] of Object.entries(packages)) {
    // The bundle itself, and folders of it.
    if (!place.includes('node_modules/')) continue;
    if (link && resolved) {
      mkdirSync(dirname(join(folder, place)), { recursive: true });
      symlinkSync(join(folder, resolved), join(folder, place), 'junction');
      continue;
    }
    const source = join(root, place);
    const installed = versionIn(source);
    if (installed === undefined && optional) continue;
    if (installed !== version) throw new Error(`${place} is ${installed} in the project; the bundle wants ${version}.`);
    linkFolder(source, join(folder, place));
  }
}

function versionIn(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** Without the packages inside: the lock file names them too. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, target);
  }
}
