import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Clock, systemClock } from '@wheelhouse/shared/clock.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import * as resources from '@wheelhouse/shared/domains/telematics/resources.ts';
import { stateChanges } from '@wheelhouse/shared/domains/telematics/verbs/stateChanges.ts';
import { stream } from '@wheelhouse/shared/domains/telematics/verbs/stream.ts';
import { createLogger } from '@wheelhouse/shared/log.ts';
import { createDrain } from '@wheelhouse/shared/middleware/index.ts';
import { createApi } from '@wheelhouse/shared/resource/api.ts';
import type { Principal } from '@wheelhouse/shared/resource/principal.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { afterAll } from 'vitest';
import { newTenant, openTestDatabase, type TestTenant, testServices } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';

/** What of telematics tells where vehicles are now. */
export const liveDomain: Domain = {
  name: 'telematics',
  resources: Object.values(resources),
  verbs: [stream, stateChanges],
};

/** An event as a reader of server-sent events gets it. */
export type Received = { id: string; type: string; data: { subjectId: string; data: Record<string, unknown> } };

/** An instance of the telematics function behind a socket, with a pool of its own, as another machine would be. */
export async function instance(env: Record<string, string> = {}, clock: Clock = systemClock) {
  const database: Database = openTestDatabase();
  const services = testServices({ database, clock, env: { LIVE_POLL_MS: '50', TRUSTED_PROXIES: '0', ...env } });
  const callers = new Map<string, () => Principal>();
  const drain = createDrain();
  const app = createApi({
    name: 'telematics',
    serves: [liveDomain],
    allResources: async () => [liveDomain, fleetDomain, identityDomain].flatMap((domain) => domain.resources),
    services,
    authenticator: {
      authenticate: async ({ authorization = '' }: { authorization?: string }) => callers.get(authorization)?.(),
    } as never,
    rateLimiter: { take: async () => ({ limit: 1, remaining: 1, resetSeconds: 1, headers: {} }) },
    log: createLogger(services.config),
    drain,
  });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await database.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** A header that makes this caller; asked again where the answer lasts. */
  const as = (principal: () => Principal) => {
    const authorization = `Bearer ${randomUUID()}`;
    callers.set(authorization, principal);
    return { authorization };
  };
  return { url, services, drain, as };
}

/** Reads a stream of events until told to stop. */
export async function openStream(url: string, headers: Record<string, string>) {
  const gone = new AbortController();
  const response = await fetch(url, { headers, signal: gone.signal });
  const received: Received[] = [];
  const state = { lastEventId: headers['last-event-id'] ?? '', isOpen: true, comments: 0, text: '' };
  let look = () => {};
  const reading = (async () => {
    let buffer = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        state.text += decoder.decode(chunk, { stream: true });
        buffer += decoder.decode(chunk);
        const blocks = buffer.split('\n\n');
        buffer = blocks.pop() as string;
        for (const block of blocks) take(block);
        look();
      }
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    } finally {
      state.isOpen = false;
      look();
    }
  })();
  reading.catch(() => {});

  function take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    if (fields.has('')) state.comments += 1;
    const id = fields.get('id');
    if (id !== undefined) state.lastEventId = id;
    const data = fields.get('data');
    if (data !== undefined)
      received.push({ id: state.lastEventId, type: fields.get('event') ?? 'message', data: JSON.parse(data) });
  }

  return {
    response,
    received,
    state,
    /** Resolves when the condition holds; the test's own time limit ends the wait. */
    until: (condition: () => boolean) =>
      new Promise<void>((resolve) => {
        look = () => condition() && resolve();
        look();
      }),
    close: async () => {
      gone.abort();
      await reading.catch(() => {});
    },
    ended: reading,
  };
}

/** A tenant with vehicles. */
export async function fleetOf(vehicles: number, placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const vehicleIds = await tenant.run(async (tx) => {
    const ids: string[] = [];
    for (let index = 0; index < vehicles; index += 1) ids.push(await insertRow(tx, tenant.tenantId, 'vehicles'));
    return ids;
  });
  return { tenant, vehicleIds };
}

/** A state of a vehicle, newer than the one before by its counter, written as the ingest writes it. */
export async function report(
  tenant: TestTenant,
  vehicleId: string,
  count: number,
  place: { latitude?: number; longitude?: number } = {},
) {
  const { latitude = 6.5, longitude = 3.3 } = place;
  await tenant.run((tx) => tx.query(reportSql, [vehicleId, count, latitude, longitude]));
}

export const reportSql = `insert into vehicle_state (id, vehicle_id, location_id, recorded_at, latitude, longitude, source, device_id, sequence, last_received_at, status)
  values ($1, $1, platform.uuid_v7(), now(), $3, $4, 'device', 'GPS', $2, now(), 'moving')
  on conflict (tenant_id, id) do update set sequence = excluded.sequence, latitude = excluded.latitude, longitude = excluded.longitude,
    recorded_at = excluded.recorded_at`;
