// Reads the plan of Terraform (build/deploy/plan.json): says which functions it deploys and why, writes their names to
// build/deploy/changed, and stops a plan that would destroy what production keeps. Reads ENVIRONMENT.
import { readFileSync, writeFileSync } from 'node:fs';

/** The parts that are read of `terraform show -json`: https://developer.hashicorp.com/terraform/internals/json-format */
type FunctionState = { name: string; build_config: { source: { storage_source: { object: string }[] }[] }[] };
type Change = { address: string; type: string; change: { actions: string[]; before: unknown; after: unknown } };

/** What cannot be had back by deploying again. */
const keptTypes = [
  'google_bigquery_dataset',
  'google_bigquery_table',
  'google_kms_crypto_key',
  'google_kms_key_ring',
  'google_sql_database',
  'google_sql_database_instance',
  'google_storage_bucket',
];

const plan: { resource_changes?: Change[] } = JSON.parse(readFileSync('build/deploy/plan.json', 'utf8'));
const changes = plan.resource_changes ?? [];

const changed = changes
  .filter(({ type, change }) => type === 'google_cloudfunctions2_function' && isDeployed(change.actions))
  .map(({ change }) => ({ before: change.before as FunctionState | null, after: change.after as FunctionState }))
  .sort((a, b) => a.after.name.localeCompare(b.after.name));
for (const { before, after } of changed) console.log(`${after.name.padEnd(20)} ${reason(before, after)}`);
if (changed.length === 0) console.log('No function changes.');
writeFileSync('build/deploy/changed', changed.map(({ after }) => `${after.name}\n`).join(''));

const destroyed = changes.filter(({ type, change }) => keptTypes.includes(type) && change.actions.includes('delete'));
if (destroyed.length > 0 && process.env.ENVIRONMENT === 'prod') {
  console.error(
    `The plan destroys what production keeps: ${destroyed.map(({ address }) => address).join(', ')}. Nothing was changed. ` +
      'Change the configuration back; or, if it is meant, have an administrator apply it by hand after a backup.',
  );
  process.exitCode = 1;
}

function isDeployed(actions: string[]): boolean {
  return actions.includes('create') || actions.includes('update');
}

function reason(before: FunctionState | null, after: FunctionState): string {
  const object = sourceOf(after);
  if (!before) return `new: ${object}`;
  return sourceOf(before) === object ? 'settings only' : `${sourceOf(before)} becomes ${object}`;
}

/** `fleet/<hash>.zip`: the hash of the bundle, as the manifest has it. */
function sourceOf(state: FunctionState): string {
  return state.build_config[0]?.source[0]?.storage_source[0]?.object ?? 'unknown';
}
