import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { grantsFixture } from './access.ts';
import { accessTable, withAccessTable } from './access-table.ts';
import { readTerraform } from './hcl.ts';

/** Project of the stack's tests. */
const testedProject = 'example-project';

/**
 * The files that follow from function.yaml and Terraform, with the text that they should have.
 *
 * @param root folder of the repository
 */
export async function generatedAccess(root: string): Promise<Map<string, string>> {
  const functions = readFunctionDescriptions(join(root, 'functions'));
  const terraform = await readTerraform(join(root, 'terraform'));
  const readme = join(root, 'terraform/README.md');
  const grants = grantsFixture(functions, testedProject);
  return new Map([
    [readme, withAccessTable(readFileSync(readme, 'utf8'), accessTable(functions, terraform))],
    [join(root, 'terraform/stack/tests/fixtures/grants.json'), `${JSON.stringify(grants, null, 2)}\n`],
  ]);
}
