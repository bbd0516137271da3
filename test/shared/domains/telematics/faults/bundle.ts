import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { bundle as bundleInto } from '../../../../../scripts/build/bundle.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Bundles a module and all that it imports, as for a deployment: it starts in a tenth of a second. Gone after the test. */
export async function bundle(module: URL): Promise<{ file: string; compileCache: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await bundleInto(relative(root, fileURLToPath(module)), folder, root);
  return { file: join(folder, 'index.mjs'), compileCache: join(folder, 'compiled') };
}
