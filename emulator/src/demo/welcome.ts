import { relative } from 'node:path';
import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from './create-demo.ts';
import { writeEnvironment } from './environment.ts';
import type { LocalDatabase } from './local-database.ts';

/** Prints where everything is, a token, and what to try; writes where everything is also for programs. */
export async function printWelcome(cloud: Cloud, tenants: readonly RunningTenant[], database: LocalDatabase): Promise<void> {
  writeEnvironment(cloud, database);
  const [first, second] = tenants as [RunningTenant, RunningTenant];
  const { data } = await first.api.get<{ data: { id: string }[] }>('/v1/vehicles?limit=1');
  const { url, authHost } = cloud;
  const token = '-H "Authorization: Bearer $TOKEN"';
  const json = '-H "Content-Type: application/json"';
  const { email, password } = second.administrator;
  console.log(`
Wheelhouse is running. Press Ctrl-C to stop.

${table([
  ['API', `${url}/v1`, `tenant ${first.tenantId} is ${first.name}`],
  ['Reference', `${url}/docs`, `OpenAPI 3.1 at /openapi.json`],
  ['PostgreSQL', withoutPassword(database.adminUrl), `logins of the functions in ${shortPath(database.environmentFile)}`],
  ['Pub/Sub', `PUBSUB_EMULATOR_HOST=${cloud.pubsubHost}`, `topic telemetry of project ${cloud.projectId}`],
  ['Storage', `STORAGE_EMULATOR_HOST=${cloud.storageUrl}`, `bucket ${cloud.documentsBucket}`],
  ['Auth', `FIREBASE_AUTH_EMULATOR_HOST=${authHost}`, 'any API key'],
  ...tenants.map(({ name, placement, administrator: { email, password } }) => [name, `${email} / ${password}`, placement]),
])}

Try, with ${first.administrator.firstName}'s token, which lasts an hour:

  TOKEN=${first.idToken}

  curl -s ${token} ${url}/v1/users:me
  curl -s ${token} "${url}/v1/vehicle-states?include=vehicle"
  curl -s ${token} "${url}/v1/vehicles/${data[0]?.id}?include=homeDepot"
  curl -s ${token} ${json} -H "Idempotency-Key: first-vendor" -d '{"vendorCode":"PREEM","name":"Preem","vendorType":"fuel"}' ${url}/v1/vendors
  curl -s ${json} -d '{"email":"${email}","password":"${password}","returnSecureToken":true}' "http://${authHost}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any"
`);
}

/** Relative where it is below the working directory. */
function shortPath(path: string): string {
  const below = relative('', path);
  return below.startsWith('..') ? path : below;
}

/** Rows of cells in columns as wide as they need. */
function table(rows: readonly string[][]): string {
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length));
  const widths = [width(0), width(1)];
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`).join('\n');
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}
