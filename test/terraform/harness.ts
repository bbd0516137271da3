import { fileURLToPath } from 'node:url';
import { readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { readTerraform } from '../../scripts/terraform/hcl.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const functions = readFunctionDescriptions(`${root}functions`);

export const terraform = await readTerraform(`${root}terraform`);

/** A folder of terraform/; throws where there is none of that name. */
export function folderOf(name: string) {
  const folder = terraform.get(name);
  if (!folder) throw new Error(`terraform/${name} is not there; there are ${[...terraform.keys()].join(', ')}.`);
  return folder;
}
