import { readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** One call of terraform. */
export type Check = { title: string; folder: string; args: string[] };

/**
 * What `npm run check:terraform` runs, in order: the format of everything; then each folder with tests is initialised without its state,
 * validated and tested. Tests have mocked providers, so no account is needed.
 *
 * @param terraform the folder terraform/, absolute
 */
export function terraformChecks(terraform: string): Check[] {
  return [
    { title: 'format', folder: terraform, args: ['fmt', '-check', '-recursive', '-diff'] },
    ...testedFolders(terraform).flatMap((name) => {
      const folder = join(terraform, name);
      return [
        { title: `${name}: init`, folder, args: ['init', '-backend=false', '-input=false', '-no-color'] },
        { title: `${name}: validate`, folder, args: ['validate', '-no-color'] },
        { title: `${name}: test`, folder, args: ['test', '-no-color'] },
      ];
    }),
  ];
}

/** Folders that have a `tests/*.tftest.hcl`, by their paths below terraform/. */
export function testedFolders(terraform: string): string[] {
  const files = readdirSync(terraform, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('.tftest.hcl') && !file.includes('.terraform/'));
  return [...new Set(files.map((file) => dirname(dirname(file))))].sort();
}
