import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspace } from './workspace.ts';

describe('the installation', () => {
  it('brings npm of its image to the steps whose image has none, and then hands everything over', () => {
    const space = workspace();
    space.write('image/npm/bin/npm-cli.js', 'npm of the image');
    space.write('node_modules/.bin/vitest', '');
    const { status, calls } = space.run('install.sh', [{ call: 'npm root --global', out: join(space.root, 'image') }]);
    expect(status).toBe(0);
    expect(space.read('node_modules/.bin/npm')).toBe('npm of the image');
    expect(calls).toEqual(['node scripts/prepare.mjs', 'npm root --global', 'chown -R 1000:1000 .']);
  });
});
