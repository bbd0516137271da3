import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { terraformChecks, testedFolders } from '../../scripts/terraform/checks.ts';
import { root } from './harness.ts';

describe('npm run check:terraform', () => {
  it('finds the tests of every module, of the stack and of every environment', () => {
    const modules = readdirSync(`${root}terraform/modules`).filter((name) =>
      existsSync(`${root}terraform/modules/${name}/main.tf`),
    );
    const environments = ['dev', 'prod', 'staging'].map((name) => `environments/${name}`);
    expect(testedFolders(`${root}terraform`)).toEqual(
      [...environments, ...modules.map((name) => `modules/${name}`), 'stack'].sort(),
    );
  });

  it('looks at the format first, then initialises, validates and tests each', () => {
    const [first, ...others] = terraformChecks(`${root}terraform`);
    expect(first?.args[0]).toBe('fmt');
    expect(others.filter(({ title }) => title.startsWith('stack:')).map(({ args }) => args[0])).toEqual([
      'init',
      'validate',
      'test',
    ]);
    expect(others.filter(({ args }) => args[0] === 'init').every(({ args }) => args.includes('-backend=false'))).toBe(true);
  });

  it('says how to get terraform where there is none', async () => {
    const run = promisify(execFile)(process.execPath, [`${root}scripts/check-terraform.ts`], { env: { PATH: '/nowhere' } });
    await expect(run).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('developer.hashicorp.com/terraform/install'),
    });
  });
});
