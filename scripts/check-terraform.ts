// npm run check:terraform
// Format, validity and tests of terraform/, with the plain `terraform` of the PATH. Its providers are downloaded once, into TF_PLUGIN_CACHE_DIR.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { terraformChecks } from './terraform/checks.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = process.env.TF_PLUGIN_CACHE_DIR ?? `${root}.local/terraform-plugins`;
mkdirSync(cache, { recursive: true });
const env = { ...process.env, TF_PLUGIN_CACHE_DIR: cache, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };

if (spawnSync('terraform', ['version'], { env }).error) {
  console.error(
    'There is no `terraform` in the PATH. Install version 1.9 or later (https://developer.hashicorp.com/terraform/install), and run this again.',
  );
  process.exit(2);
}

for (const { title, folder, args } of terraformChecks(`${root}terraform`)) {
  const { status, stdout, stderr } = spawnSync('terraform', args, { cwd: folder, env, encoding: 'utf8' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${title}`);
  if (status === 0) continue;
  console.error(`\nterraform ${args.join(' ')} failed in ${folder}:\n${stdout}${stderr}`);
  process.exit(1);
}
