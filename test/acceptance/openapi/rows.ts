import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import type { Client } from '../../harness/index.ts';
import { makeDocuments } from './document-rows.ts';
import { must } from './must.ts';
import type { Body, Pool } from './pool.ts';
import { makeTelematics } from './telematics-rows.ts';

type Makers = { operator: Client; member: Client; stranger: Client; pool: Pool };

/** Makes rows through the API, and tells the pool what was accepted. */
export async function furnish({ operator, member, stranger, pool }: Makers): Promise<void> {
  await makeRows(remembering(member, pool), pool.now);
  await makeRows(stranger, pool.now);
  pool.addBody('POST', '/v1/vehicles', vehicle(9));
  // Accepted once the files have arrived.
  pool.addBody('POST', `/v1/documents/${pool.ownTenantId}:restoreVersion`, { versionNumber: 1 });
  const platform = remembering(operator, pool);
  for (const number of [1, 2, 3, 4]) {
    const made = await must(platform, '/v1/tenants:create', { slug: `victim-${number}`, name: `Victim ${number}` });
    pool.add('tenants', made.id);
    const domain = await must(platform, '/v1/domains:add', { tenantId: made.id, domain: `${'v'.repeat(number)}.example` });
    pool.add('domains', domain.id);
    await must(platform, '/v1/layer-sources', {
      name: `Feed ${number}`,
      layer: 'toll_plazas',
      format: 'geojson',
      url: 'https://feed.example/plazas.geojson',
    });
  }
}

/** Tells the pool the ids of everything that can be listed. The tenants are not all for requests to do as they like with. */
export async function gather({ operator, member, stranger, pool }: Makers, domains: readonly Domain[]): Promise<void> {
  for (const { path, operations } of domains.flatMap((domain) => domain.resources)) {
    if (!operations.includes('list') || ['tenants', 'domains'].includes(path)) continue;
    const isForOperators = pool.isForOperators({ resource: path, path });
    for (const id of await idsOf(isForOperators ? operator : member, path)) pool.add(path, id);
    if (!isForOperators) for (const id of await idsOf(stranger, path)) pool.addForeign(id);
  }
}

/** A caller whose accepted bodies requests may be made of. */
const remembering =
  (caller: Client, pool: Pool): Client =>
  async (method, path, body, headers) => {
    const answer = await caller(method, path, body, headers);
    if (answer.status < 300 && body) pool.addBody(method, path, body as Body);
    return answer;
  };

async function idsOf(caller: Client, path: string): Promise<string[]> {
  const { body } = await caller('GET', `/v1/${path}?limit=8&fields=id`);
  return ((body.data ?? []) as { id: string }[]).map((row) => row.id);
}

async function makeRows(caller: Client, now: Date): Promise<void> {
  const depot = await must(caller, '/v1/depots', {
    depotCode: 'GOT',
    depotName: 'Harbour',
    address: { street: 'Hamngatan 1', city: 'Göteborg', country: 'SE' },
    coordinates: { longitude: 11.97, latitude: 57.7 },
    timezone: 'Europe/Stockholm',
    operatingHours: { monday: { open: '06:00', close: '22:00' } },
  });
  await must(caller, '/v1/vendors', { vendorCode: 'V1', name: 'Circle', vendorType: 'fuel' });
  const people = await caller('GET', '/v1/users?limit=1');
  const userId = people.body.data[0].id as string;
  const drivers: string[] = [];
  const vehicles: string[] = [];
  for (const number of [1, 2, 3]) {
    const driver = await must(caller, '/v1/drivers', {
      employeeId: `E${number}`,
      ...(number === 1 ? { userId } : { userId: (await must(caller, '/v1/users', person(number))).id }),
      licenseNumber: `L${number}`,
      licenseClass: 'A',
      cdlEndorsed: true,
      licenseState: 'CA',
      licenseExpiryDate: '2035-01-01',
      hireDate: '2020-01-01',
      emergencyContactName: 'Someone',
      emergencyContactPhone: '+46 31 000000',
    });
    drivers.push(driver.id);
    const { id } = await must(caller, '/v1/vehicles', { ...vehicle(number), homeDepotId: depot.id });
    vehicles.push(id);
    await must(caller, `/v1/vehicles/${id}:linkDevice`, { deviceId: `device-${number}` });
  }
  const assignedFrom = new Date(now.getTime() - 86_400_000).toISOString();
  await must(caller, `/v1/vehicles/${vehicles[0]}:assignDriver`, { driverId: drivers[0], assignedFrom });
  const department = await must(caller, '/v1/departments', { departmentName: 'Night', departmentCode: 'NIGHT' });
  const team = await must(caller, '/v1/teams', { name: 'A team' });
  await must(caller, '/v1/team-members', { teamId: team.id, userId });
  const role = await must(caller, '/v1/roles', { roleName: 'night_dispatcher', displayName: 'Night dispatcher' });
  await must(caller, `/v1/users/${userId}:assignRole`, { roleId: role.id });
  const [permission] = (await caller('GET', '/v1/permissions?limit=1')).body.data as { permissionKey: string }[];
  await must(caller, `/v1/users/${userId}:setPermission`, { permissionKey: permission?.permissionKey, permissionType: 'grant' });
  for (const number of [5, 6]) {
    const user = await must(caller, '/v1/users', person(number));
    await must(caller, `/v1/users/${user.id}:setPermission`, { permissionKey: 'vehicle.read', permissionType: 'grant' });
    await must(caller, `/v1/users/${user.id}:suspend`, { reason: 'On leave' });
  }
  await must(caller, '/v1/api-tokens:create', { tokenName: 'A token', permissions: ['vehicle.read'] });
  await must(caller, '/v1/settings:define', { key: 'fuzz.text', value: 'a', category: 'test' });
  await must(caller, '/v1/settings:define', { key: 'fuzz.secret', value: 'b', category: 'test', isEncrypted: true });
  for (const jobHandler of ['operations.purgeJobHistory', 'telematics.scoreDrivers']) {
    const { id } = await must(caller, '/v1/scheduled-jobs:schedule', {
      jobName: jobHandler,
      jobType: 'cleanup',
      jobHandler,
      schedule: { type: 'interval', intervalMinutes: 60 },
    });
    await must(caller, `/v1/scheduled-jobs/${id}:runNow`, {});
  }
  await makeDocuments(caller, now, { userId, roleName: 'night_dispatcher', departmentId: department.id, vehicleId: vehicles[0] });
  await makeTelematics(caller, vehicles, now);
}

const vehicle = (number: number) => ({
  vehicleIdentifier: `V${number}`,
  make: 'Volvo',
  model: 'FH16',
  year: 2022,
  licensePlate: `ABC ${number}`,
  vin: `YV2RT40A0000000${number}0`,
  vehicleType: 'truck',
  maxWeightCapacityKg: 18000,
  maxVolumeCapacityM3: 60,
  fuelTankCapacityLiters: 600,
  insuranceExpiryDate: '2035-01-01',
  registrationExpiryDate: '2035-01-01',
});

const person = (number: number) => ({
  email: `driver${number}@example.com`,
  username: `driver${number}`,
  firstName: 'Driver',
  lastName: `${number}`,
});
