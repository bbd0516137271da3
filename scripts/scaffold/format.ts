import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Formats TypeScript files and sorts their imports, as `npm run format` does. Throws with what Biome says. */
export function format(root: string, paths: readonly string[]): void {
  const biome = join(root, 'node_modules', '.bin', 'biome');
  const files = paths.filter((path) => path.endsWith('.ts'));
  const { status, stdout, stderr, error } = spawnSync(biome, ['check', '--write', '--error-on-warnings', ...files], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`Biome refuses what was written:\n${stdout}${stderr}`);
}
