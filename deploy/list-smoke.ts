// Writes what the smoke test asks (build/deploy/smoke: expected status, address, whether with a token) from what Terraform says is
// there (build/deploy/outputs.json): by the load balancer, or each function at its own address where there is none.
// Reads build/deploy/openapi.json for the paths that can be listed.
import { readFileSync, writeFileSync } from 'node:fs';

type Outputs = {
  /** Address of the load balancer, or null. */
  url: string | null;
  /** Path to the function that answers it. */
  routes: Record<string, string>;
  functions: Record<string, { uri: string; trigger: string }>;
};

const { url, routes, functions }: Outputs = readJson('outputs.json');
const { paths }: { paths: Record<string, Record<string, unknown>> } = readJson('openapi.json');

function readJson(name: string) {
  return JSON.parse(readFileSync(`build/deploy/${name}`, 'utf8'));
}

/** Where clients reach a function. */
function baseOf(name: string): string {
  const address = url ?? functions[name]?.uri;
  if (!address) throw new Error(`Terraform names no address of the function ${name}: look at its output "functions".`);
  return address.replace(/\/$/, '');
}

const lines = [`200 ${baseOf('reference')}/health`, `200 ${baseOf('reference')}/openapi.json`];
for (const [name, { trigger }] of Object.entries(functions)) {
  if (!url && trigger === 'http' && name !== 'reference') lines.push(`200 ${baseOf(name)}/health`);
}
// Refused for want of a token, and not for any other reason: the function runs, and the load balancer finds it.
for (const [path, name] of Object.entries(routes)) {
  if (paths[path]?.get) lines.push(`401 ${baseOf(name)}${path}`);
}
lines.push(`200 ${baseOf('fleet')}/v1/vehicles?limit=1 token`);

writeFileSync('build/deploy/smoke', `${lines.join('\n')}\n`);
console.log(`${lines.length} addresses will be asked.`);
