import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from './create-demo.ts';
import type { LocalDatabase } from './local-database.ts';

/** Prints where everything is, a token, and what to try. */
export async function printWelcome(cloud: Cloud, tenants: readonly RunningTenant[], database: LocalDatabase): Promise<void> {
  const [first, second] = tenants as [RunningTenant, RunningTenant];
  const { data } = await first.api.get<{ data: { id: string }[] }>('/v1/vehicles?limit=1');
  const rows = [
    ['API', `${cloud.url}/v1`],
    ['Reference', `${cloud.url}/docs   (OpenAPI 3.1: ${cloud.url}/openapi.json)`],
    ['PostgreSQL', database.adminUrl],
    ['Pub/Sub', `PUBSUB_EMULATOR_HOST=${cloud.pubsubHost}   topic telemetry`],
    ['Storage', `STORAGE_EMULATOR_HOST=${cloud.storageUrl}   bucket ${cloud.documentsBucket}`],
    ['Auth', `FIREBASE_AUTH_EMULATOR_HOST=${cloud.authHost}   project ${cloud.projectId}`],
    ...tenants.map(({ name, placement, administrator }) => [
      name,
      `${administrator.email} / ${administrator.password}   (${placement})`,
    ]),
  ];
  const width = Math.max(...rows.map(([label]) => (label ?? '').length));
  console.log(`\nWheelhouse is running. Press Ctrl-C to stop.\n`);
  for (const [label = '', value = ''] of rows) console.log(`  ${label.padEnd(width)}  ${value}`);
  console.log(`
Try (the token is ${first.administrator.firstName}'s of ${first.name} and lasts an hour):

  TOKEN=${first.idToken}

  curl -s -H "Authorization: Bearer $TOKEN" ${cloud.url}/v1/users:me
  curl -s -H "Authorization: Bearer $TOKEN" "${cloud.url}/v1/vehicle-states?include=vehicle"
  curl -s -H "Authorization: Bearer $TOKEN" "${cloud.url}/v1/vehicles/${data[0]?.id}?include=homeDepot"
  curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Idempotency-Key: first-vendor" \\
    -d '{"vendorCode":"PREEM","name":"Preem","vendorType":"fuel"}' ${cloud.url}/v1/vendors
  curl -s "http://${cloud.authHost}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo" -H "Content-Type: application/json" \\
    -d '{"email":"${second.administrator.email}","password":"${second.administrator.password}","returnSecureToken":true}'
`);
}
