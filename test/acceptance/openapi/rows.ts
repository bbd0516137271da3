import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import type { Client } from '../../harness/index.ts';
import type { Pool } from './pool.ts';

type Furnish = { operator: Client; member: Client; stranger: Client; pool: Pool; domains: readonly Domain[] };

/** Makes rows through the API, and tells the pool the ids of everything that can be listed. */
export async function furnish({ operator, member, stranger, pool, domains }: Furnish): Promise<void> {
  await makeRows(member);
  await makeRows(stranger);
  for (const number of [1, 2, 3, 4]) {
    const made = await must(operator, '/v1/tenants:create', { slug: `victim-${number}`, name: `Victim ${number}` });
    pool.add('tenants', made.id);
    const domain = await must(operator, '/v1/domains:add', { tenantId: made.id, domain: `${'v'.repeat(number)}.example` });
    pool.add('domains', domain.id);
  }
  for (const { path, operations } of domains.flatMap((domain) => domain.resources)) {
    if (!operations.includes('list') || pool.isPlatform(path)) continue;
    for (const id of await idsOf(member, path)) pool.add(path, id);
    for (const id of await idsOf(stranger, path)) pool.addForeign(id);
  }
}

async function idsOf(caller: Client, path: string): Promise<string[]> {
  const { body } = await caller('GET', `/v1/${path}?limit=8&fields=id`);
  return ((body.data ?? []) as { id: string }[]).map((row) => row.id);
}

async function must(caller: Client, path: string, body: unknown): Promise<{ id: string }> {
  const answer = await caller('POST', path, body);
  if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body as { id: string };
}

async function makeRows(caller: Client): Promise<void> {
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
    const vehicle = await must(caller, '/v1/vehicles', {
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
      homeDepotId: depot.id,
    });
    vehicles.push(vehicle.id);
    await must(caller, `/v1/vehicles/${vehicle.id}:linkDevice`, { deviceId: `device-${number}` });
  }
  await must(caller, `/v1/vehicles/${vehicles[0]}:assignDriver`, { driverId: drivers[0] });
  await must(caller, '/v1/departments', { departmentName: 'Night', departmentCode: 'NIGHT' });
  const team = await must(caller, '/v1/teams', { name: 'A team' });
  await must(caller, '/v1/team-members', { teamId: team.id, userId });
  const role = await must(caller, '/v1/roles', { roleName: 'night_dispatcher', displayName: 'Night dispatcher' });
  await must(caller, `/v1/users/${userId}:assignRole`, { roleId: role.id });
  const [permission] = (await caller('GET', '/v1/permissions?limit=1')).body.data as { permissionKey: string }[];
  await must(caller, `/v1/users/${userId}:setPermission`, { permissionKey: permission?.permissionKey, permissionType: 'grant' });
  await must(caller, '/v1/api-tokens:create', { tokenName: 'A token', permissions: ['vehicle.read'] });
  await must(caller, '/v1/settings:define', { key: 'fuzz.text', value: 'a', category: 'test' });
  await must(caller, '/v1/settings:define', { key: 'fuzz.secret', value: 'b', category: 'test', isEncrypted: true });
  await must(caller, '/v1/scheduled-jobs:schedule', {
    jobName: 'Sweep',
    jobType: 'cleanup',
    jobHandler: 'operations.purgeJobHistory',
    schedule: { type: 'interval', intervalMinutes: 60 },
  });
  await must(caller, '/v1/vehicle-locations:ingest', {
    version: 1,
    deviceId: 'device-1',
    readings: [
      { recordedAt: '2026-01-01T10:00:00Z', position: { latitude: 57.7, longitude: 11.97, speedKph: 30 } },
      { recordedAt: '2026-01-01T10:00:05Z', position: { latitude: 57.71, longitude: 11.98, speedKph: 32 } },
      { recordedAt: 'never', position: {} },
    ],
  });
  const folder = await must(caller, '/v1/document-folders', { folderName: 'Contracts' });
  const file = { fileName: 'contract.pdf', contentType: 'application/pdf' };
  await must(caller, '/v1/documents:upload', { documentName: 'A contract', folderId: folder.id, ...file });
  await must(caller, '/v1/vehicle-locations:ingest', {
    version: 1,
    deviceId: 'unknown-device',
    readings: [{ recordedAt: '2026-01-01T10:00:00Z', position: { latitude: 1, longitude: 1 } }],
  });
}

const person = (number: number) => ({
  email: `driver${number}@example.com`,
  username: `driver${number}`,
  firstName: 'Driver',
  lastName: `${number}`,
});
