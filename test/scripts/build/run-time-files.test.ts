import { describe, expect, it } from 'vitest';
import { filesReadBy, packagesReadBy, withBundledFiles } from '../../../scripts/build/run-time-files.ts';

const root = '/project';
const path = '/project/shared/src/codes/codes.ts';
const reads = (request: string) => `const file = new URL('${request}', import.meta.url);`;

describe('Files that a module reads when it runs', () => {
  it('are found, and looked for where the bundle has them', () => {
    expect(filesReadBy(reads('./codes.txt'), path, root)).toEqual(['shared/src/codes/codes.txt']);
    expect(withBundledFiles(reads('./codes.txt'), path, root)).toBe(reads('./files/shared/src/codes/codes.txt'));
    expect(withBundledFiles(reads('../../../sql/'), path, root)).toBe(reads('./files/sql/'));
  });

  it('of hidden folders are of this machine, and not brought along', () => {
    expect(filesReadBy(reads('../../../.local/wheelhouse.env'), path, root)).toEqual([]);
  });

  it('outside of the project are refused', () => {
    expect(() => filesReadBy(reads('../../../../etc/passwd'), path, root)).toThrow('outside of the project');
  });

  it('of packages name the package; of one that bundles do not bring along, they are refused', () => {
    const packages = ['pdfjs-dist'];
    expect(packagesReadBy(`require.resolve('pdfjs-dist/package.json')`, path, packages)).toEqual(['pdfjs-dist']);
    expect(() => packagesReadBy(`require.resolve('left-pad')`, path, packages)).toThrow('left-pad, which is no package');
  });
});
