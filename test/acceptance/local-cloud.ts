import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoUser, signIn } from '@wheelhouse/emulator/auth/index.ts';
import { type Cloud, startCloud } from '@wheelhouse/emulator/cloud/start-cloud.ts';
import { type ApiClient, apiClient } from '@wheelhouse/emulator/demo/client.ts';
import { type Stoppable, stopInReverse } from '@wheelhouse/emulator/process/index.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { createTenant } from '@wheelhouse/shared/domains/platform/tenants/index.ts';
import { inject } from 'vitest';

type Options = {
  /** The common test database by default. */
  database?: { ownerUrl: string; appUrl: string };
  /** Environment of the functions beyond what the cloud gives them. */
  environment?: Record<string, string>;
};

export type TestCloud = Cloud & {
  database: { ownerUrl: string; appUrl: string };
  /** What the cloud said: each refused delivery, among others. */
  said: string[];
  end(): Promise<void>;
};

/**
 * The local cloud as `npm start` runs it, over the test database: every function, delivery and client is the real one. Only the scheduler
 * waits to be told. One a test file, as functions read their configuration once.
 */
export async function startTestCloud(options: Options = {}): Promise<TestCloud> {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-cloud-'));
  Object.assign(process.env, { LOG_LEVEL: 'silent', ...options.environment });
  const database = options.database ?? { ownerUrl: inject('ownerUrl'), appUrl: inject('appUrl') };
  const parts: Stoppable[] = [];
  const end = async () => {
    const failures = await stopInReverse(parts, 20_000);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    if (failures.length > 0) throw new Error(failures.map(({ name, error }) => `${name}: ${String(error)}`).join('; '));
  };
  const said: string[] = [];
  const start = { dir, database, port: 0, pubsubFlavour: 'embedded', schedule: false } as const;
  try {
    const cloud = await startCloud({ ...start, step: (_name, work) => work(), log: (line) => said.push(line) }, parts);
    return { ...cloud, database, said, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** An organisation with an administrator who has an account, signed in. */
export type Organisation = {
  tenantId: string;
  slug: string;
  schemaName: string;
  administrator: { email: string; password: string; uid: string };
  idToken: string;
  api: ApiClient;
};

/** Makes an organisation as an operator does. */
export async function newOrganisation(
  cloud: TestCloud,
  database: Database,
  placement: 'pooled' | 'dedicated' = 'pooled',
): Promise<Organisation> {
  const slug = `a${randomBytes(5).toString('hex')}`;
  const email = `${slug}@example.test`;
  const password = 'a long enough password';
  const { id: tenantId, schemaName } = await createTenant(
    { database, owner: cloud.database.ownerUrl },
    { name: `Organisation ${slug}`, slug, placement, administrator: { email } },
  );
  const { localId: uid } = await createDemoUser({
    host: cloud.authHost,
    projectId: cloud.projectId,
    email,
    password,
    displayName: slug,
    emailVerified: true,
  });
  const { idToken } = await signIn({ host: cloud.authHost, email, password, apiKey: 'test' });
  return { tenantId, slug, schemaName, administrator: { email, password, uid }, idToken, api: apiClient(cloud.url, idToken) };
}

/** A vehicle with a device, as JSON of the API. */
export async function newVehicle({ api }: Organisation, fields: Record<string, unknown> = {}) {
  const code = randomBytes(6).toString('hex').toUpperCase();
  const { id } = await api.post<{ id: string }>('/v1/vehicles', {
    vehicleIdentifier: code,
    make: 'Volvo',
    model: 'FH16',
    year: 2023,
    licensePlate: code,
    vin: `YV2RT${code}`,
    vehicleType: 'truck',
    fuelType: 'diesel',
    maxWeightCapacityKg: 18000,
    maxVolumeCapacityM3: 60,
    fuelTankCapacityLiters: 600,
    insuranceExpiryDate: '2030-12-31',
    registrationExpiryDate: '2030-12-31',
    ...fields,
  });
  const deviceId = `device-${code}`;
  await api.post(`/v1/vehicles/${id}:linkDevice`, { deviceId });
  return { id, deviceId };
}

/** A depot. */
export function newDepot({ api }: Organisation): Promise<{ id: string }> {
  return api.post('/v1/depots', {
    depotCode: randomBytes(4).toString('hex'),
    depotName: 'Terminal',
    address: { city: 'Linköping', country: 'SE' },
    coordinates: { longitude: 15.62, latitude: 58.41 },
    timezone: 'Europe/Stockholm',
    is24Hour: true,
  });
}

/** Delivers a message, or an object's event, to a function once more, as Eventarc does when an acknowledgement was lost. */
export async function deliverAgain(
  cloud: TestCloud,
  name: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<number> {
  const target = cloud.functions.find((one) => one.name === name);
  if (!target) throw new Error(`There is no function ${name}.`);
  const response = await fetch(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

/** The body of a delivery from Pub/Sub. */
export function messageBody(messageId: string, data: Buffer | object, attributes: Record<string, string> = {}) {
  const bytes = Buffer.isBuffer(data) ? data : Buffer.from(JSON.stringify(data));
  const publishTime = new Date().toISOString();
  return { message: { messageId, data: bytes.toString('base64'), attributes, publishTime }, subscription: 'again' };
}
