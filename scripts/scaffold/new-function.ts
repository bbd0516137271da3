import { join } from 'node:path';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import { readFunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';
import { allOrNothing } from './file-changes.ts';
import { format } from './format.ts';
import { descriptionFile, functionFile, functionTestFile } from './function-files.ts';
import { type FunctionRequest, planFunction } from './function-plan.ts';

/**
 * Adds a function with its description and test; answers the paths of what was written. Throws a UsageError for a request that
 * cannot be; whatever is thrown, no file has changed.
 */
export async function newFunction(root: string, request: FunctionRequest): Promise<string[]> {
  const plan = planFunction(root, request, allDomains);
  const folder = `functions/${plan.name}`;
  const changes = await allOrNothing(root, async (files) => {
    files.create(`${folder}/function.yaml`, descriptionFile(plan));
    files.create(`${folder}/index.ts`, functionFile(plan));
    files.create(`test/functions/${plan.name}.test.ts`, functionTestFile(plan));
    readFunctionDescription(join(root, folder));
    format(root, files.paths);
  });
  return changes.paths;
}
