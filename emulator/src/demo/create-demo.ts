import { readConfig } from '@wheelhouse/shared/config.ts';
import { connectionSettings, ownerConnection } from '@wheelhouse/shared/db/cloud-sql.ts';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { createTenant } from '@wheelhouse/shared/domains/platform/tenants/index.ts';
import { AuthRequestError, createDemoUser, signIn } from '../auth/index.ts';
import type { Cloud } from '../cloud/start-cloud.ts';
import { type ApiClient, apiClient } from './client.ts';
import { loadReferenceLayers } from './reference-layers.ts';
import { type DemoTenant, demoTenants } from './tenants.ts';

/** A demo organisation as it runs. */
export type RunningTenant = DemoTenant & { tenantId: string; idToken: string; api: ApiClient };

/** Creates the demo organisations with their administrators, depots and vehicles, through the interfaces that any user has. Safe to repeat. */
export async function createDemo(cloud: Cloud): Promise<RunningTenant[]> {
  const config = readConfig();
  const database = openDatabase(await connectionSettings(config), { ...config, applicationName: 'demo' });
  try {
    await loadReferenceLayers(database, new Date());
    const running: RunningTenant[] = [];
    for (const demo of demoTenants) {
      const { administrator, ...tenant } = demo;
      const { id: tenantId } = await createTenant(
        { database, owner: await ownerConnection(config) },
        { name: tenant.name, slug: tenant.slug, placement: tenant.placement, administrator },
      );
      const idToken = await administratorToken(cloud, demo);
      const api = apiClient(cloud.url, idToken);
      await createFleet(api, demo);
      running.push({ ...demo, tenantId, idToken, api });
    }
    return running;
  } finally {
    await database.close();
  }
}

async function administratorToken(cloud: Cloud, { slug, administrator }: DemoTenant): Promise<string> {
  const { email, password, firstName, lastName } = administrator;
  await createDemoUser({
    host: cloud.authHost,
    projectId: cloud.projectId,
    email,
    password,
    displayName: `${firstName} ${lastName}`,
    emailVerified: true,
    localId: `demo-${slug}`,
  }).catch((error: unknown) => {
    if (!(error instanceof AuthRequestError && error.code === 'EMAIL_EXISTS')) throw error;
  });
  return (await signIn({ host: cloud.authHost, email, password, apiKey: 'demo' })).idToken;
}

async function createFleet(api: ApiClient, demo: DemoTenant): Promise<void> {
  const depots = await api.get<{ data: { id: string }[] }>(`/v1/depots?depotCode=${demo.depot.code}`);
  const homeDepotId = depots.data[0]?.id ?? (await createDepot(api, demo)).id;
  const known = await api.get<{ data: { vehicleIdentifier: string }[] }>('/v1/vehicles?fields=vehicleIdentifier&limit=200');
  for (const vehicle of demo.vehicles) {
    if (known.data.some((one) => one.vehicleIdentifier === vehicle.identifier)) continue;
    const { id } = await api.post<{ id: string }>('/v1/vehicles', {
      vehicleIdentifier: vehicle.identifier,
      make: vehicle.make,
      model: vehicle.model,
      year: 2023,
      licensePlate: vehicle.plate,
      vin: vehicle.vin,
      vehicleType: vehicle.type,
      fuelType: 'diesel',
      maxWeightCapacityKg: vehicle.type === 'truck' ? 18000 : 1200,
      maxVolumeCapacityM3: vehicle.type === 'truck' ? 60 : 9,
      fuelTankCapacityLiters: vehicle.type === 'truck' ? 600 : 80,
      insuranceExpiryDate: '2030-12-31',
      registrationExpiryDate: '2030-12-31',
      homeDepotId,
    });
    await api.post(`/v1/vehicles/${id}:linkDevice`, { deviceId: vehicle.deviceId });
  }
}

function createDepot(api: ApiClient, { depot }: DemoTenant): Promise<{ id: string }> {
  return api.post('/v1/depots', {
    depotCode: depot.code,
    depotName: depot.name,
    address: { city: depot.city, country: depot.country },
    coordinates: { longitude: depot.longitude, latitude: depot.latitude },
    timezone: depot.timezone,
    is24Hour: true,
  });
}
