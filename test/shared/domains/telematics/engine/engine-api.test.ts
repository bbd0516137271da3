import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { contentId } from '@wheelhouse/shared/domains/telematics/message/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, type TestTenant, testApi } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';

/** A full hour of the day before, so that its month has a partition. */
const start = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 86_400_000);
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000).toISOString();

/** The same as rows show it. */
const shown = (seconds: number) => at(seconds).replace('.000Z', '+00:00');

async function readerOf(placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const vehicleId = await tenant.run((tx) => insertRow(tx, tenant.tenantId, 'vehicles', {}));
  const { client } = testApi([telematicsDomain], { resources: [telematicsDomain, fleetDomain] });
  return { tenant, vehicleId, client, call: client(principalOf(tenant)) };
}

/** Snapshots, one every so many seconds, whose revolutions count up. */
async function snapshots(tenant: TestTenant, vehicleId: string, count: number, everySeconds: number): Promise<void> {
  const times = Array.from({ length: count }, (_, i) => start.getTime() + i * everySeconds * 1000);
  await tenant.run((tx) =>
    tx.query(
      `insert into obd_telemetry (id, vehicle_id, recorded_at, received_at, rpm, dtc_codes, ignition_on, source, device_id)
       select id, $1, to_timestamp(ms / 1000), now(), 1000 + place, '{P0301}', true, 'obd', 'OBD-1'
       from unnest($2::uuid[], $3::float8[]) with ordinality f (id, ms, place)`,
      [vehicleId, times.map((ms) => contentId(ms, vehicleId)), times],
    ),
  );
}

const path = (vehicleId: string, more = '') =>
  `/v1/obd-telemetry:history?vehicleId=${vehicleId}&from=${at(0)}&to=${at(7_200)}${more}`;

describe.each(['pooled', 'dedicated'] as const)('What engines of a %s tenant reported', (placement) => {
  it('is answered in the order of measurement, page by page', async () => {
    const { tenant, vehicleId, call } = await readerOf(placement);
    await snapshots(tenant, vehicleId, 5, 10);
    const first = await call('GET', path(vehicleId, '&limit=3'));
    expect(first.body.data).toHaveLength(3);
    expect(first.body.data[0]).toMatchObject({
      vehicleId,
      recordedAt: at(0),
      rpm: 1_001,
      coolantTempC: null,
      dtcCodes: ['P0301'],
      ignitionOn: true,
      source: 'obd',
      deviceId: 'OBD-1',
    });
    const second = await call('GET', path(vehicleId, `&limit=3&cursor=${first.body.page.nextCursor}`));
    expect([...first.body.data, ...second.body.data].map(({ rpm }: { rpm: number }) => rpm)).toEqual([
      1_001, 1_002, 1_003, 1_004, 1_005,
    ]);
    expect(second.body.page.nextCursor).toBeNull();
  });

  it('is down-sampled to the first of each interval', async () => {
    const { tenant, vehicleId, call } = await readerOf(placement);
    await snapshots(tenant, vehicleId, 720, 10);
    const first = await call('GET', path(vehicleId, '&everySeconds=600&limit=7'));
    const second = await call('GET', path(vehicleId, `&everySeconds=600&limit=7&cursor=${first.body.page.nextCursor}`));
    const times = [...first.body.data, ...second.body.data].map(({ recordedAt }: { recordedAt: string }) => recordedAt);
    expect(times).toEqual(Array.from({ length: 12 }, (_, i) => at(i * 600)));
  });

  it("is nobody else's", async () => {
    const { tenant, vehicleId, client } = await readerOf(placement);
    await snapshots(tenant, vehicleId, 1, 10);
    const stranger = await newTenant({ placement });
    expect((await client(principalOf(stranger))('GET', path(vehicleId))).status).toBe(404);
    expect((await client(principalOf(tenant, { permissions: ['vehicle.read'] }))('GET', path(vehicleId))).status).toBe(403);
  });
});

it('A history ends after it begins, and a cursor belongs to its range', async () => {
  const { tenant, vehicleId, call } = await readerOf();
  await snapshots(tenant, vehicleId, 3, 10);
  const wrong = await call('GET', `/v1/obd-telemetry:history?vehicleId=${vehicleId}&from=${at(10)}&to=${at(0)}`);
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'to' }] } });
  const foreign = contentId(start.getTime() - 1, 'x');
  expect(await call('GET', path(vehicleId, `&cursor=${foreign}`))).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'cursor' }] },
  });
});

it('Events of vehicles are listed by what and when, and only read', async () => {
  const { tenant, vehicleId, call } = await readerOf();
  const id = await tenant.run((tx) =>
    insertRow(tx, tenant.tenantId, 'vehicle_events', {
      vehicle_id: vehicleId,
      driver_id: null,
      event_type: 'trouble_code_appeared',
      code: 'P0301',
      severity: 'severe',
      recorded_at: at(0),
      detected_at: at(0),
    }),
  );
  const list = await call('GET', `/v1/vehicle-events?eventType=trouble_code_appeared&vehicleId=${vehicleId}&include=vehicle`);
  expect(list.body.data).toMatchObject([{ id, code: 'P0301', vehicle: { id: vehicleId } }]);
  expect((await call('GET', '/v1/vehicle-events?eventType=panic')).body.data).toEqual([]);
  expect((await call('GET', `/v1/vehicle-events/${id}`)).body).toMatchObject({ severity: 'severe' });
  expect((await call('GET', '/v1/vehicle-events:changes')).status).toBe(200);
  expect((await call('POST', '/v1/vehicle-events', { vehicleId })).status).toBe(405);
});

it('The active trouble codes of a vehicle come with what they mean and since when', async () => {
  const { tenant, vehicleId, call } = await readerOf();
  expect((await call('GET', `/v1/vehicle-states/${vehicleId}:troubleCodes`)).status).toBe(404);
  await tenant.run(async (tx) => {
    await tx.query(
      `insert into vehicle_state (id, vehicle_id, location_id, recorded_at, latitude, longitude, source, device_id, status, last_received_at)
       values ($1, $1, gen_random_uuid(), now(), 1, 1, 'device', 'GPS-1', 'stopped', now())`,
      [vehicleId],
    );
  });
  expect((await call('GET', `/v1/vehicle-states/${vehicleId}:troubleCodes`)).body).toEqual({ data: null });
  const set = (codes: string[]) =>
    tenant.run((tx) => tx.query('update vehicle_state set active_trouble_codes = $2 where id = $1', [vehicleId, codes]));
  await set([]);
  expect((await call('GET', `/v1/vehicle-states/${vehicleId}:troubleCodes`)).body).toEqual({ data: [] });
  await set(['P1351', 'P0301']);
  for (const seconds of [0, 60]) {
    await tenant.run((tx) =>
      tx.query(
        `insert into vehicle_events (vehicle_id, event_type, code, recorded_at, detected_at) values ($1, 'trouble_code_appeared', 'P0301', $2, $2)`,
        [vehicleId, at(seconds)],
      ),
    );
  }
  expect((await call('GET', `/v1/vehicle-states/${vehicleId}:troubleCodes`)).body.data).toMatchObject([
    { code: 'P1351', isKnown: false, definedBy: 'manufacturer', activeSince: null },
    { code: 'P0301', description: 'Misfire on cylinder 1', severity: 'severe', activeSince: at(60) },
  ]);
});

it('A trouble code is decoded for whoever may see vehicles on the map', async () => {
  const { tenant, client, call } = await readerOf();
  const decoded = await call('GET', '/v1/vehicle-events:decodeTroubleCode?code=p0420');
  expect(decoded.body).toMatchObject({ code: 'P0420', description: 'Catalyst, bank 1: efficiency below threshold' });
  expect(await call('GET', '/v1/vehicle-events:decodeTroubleCode?code=X1')).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'code' }] },
  });
  const other = client(principalOf(tenant, { permissions: ['vehicle.read'] }));
  expect((await other('GET', '/v1/vehicle-events:decodeTroubleCode?code=P0420')).status).toBe(403);
});

it('A trouble code that a device reports is an event, and active until it is cleared', async () => {
  const { tenant, call } = await readerOf();
  const [vehicle] = await tenant.run((tx) =>
    tx.query<{ id: string }>("update vehicles set primary_device_id = 'OBD-1' returning id"),
  );
  const report = async (...readings: object[]) => {
    const answer = await call('POST', '/v1/vehicle-locations:ingest', { version: 1, deviceId: 'OBD-1', readings });
    expect(answer.body).toEqual({ stored: readings.length, rejected: [] });
  };
  const look = (seconds: number, ...dtcCodes: string[]) => ({
    recordedAt: at(seconds),
    position: { latitude: 6.5, longitude: 3.4 },
    obd: { dtcCodes, coolantTempF: 212 },
  });
  const active = async () => (await call('GET', `/v1/vehicle-states/${vehicle?.id}:troubleCodes`)).body.data;
  const events = async () => (await call('GET', '/v1/vehicle-events?code=P0217&sort=recordedAt')).body.data;

  await report(look(0), look(60, 'P0217'));
  expect(await active()).toMatchObject([{ code: 'P0217', severity: 'severe', activeSince: at(60) }]);
  await report(look(120), look(1_000));
  expect(await active()).toEqual([]);
  expect(await events()).toMatchObject([
    { eventType: 'trouble_code_appeared', description: 'Engine overheated', recordedAt: shown(60) },
    { eventType: 'trouble_code_cleared', durationSeconds: 60, recordedAt: shown(120) },
  ]);
  const { body } = await call('GET', path(vehicle?.id ?? ''));
  expect(body.data.map(({ coolantTempC }: { coolantTempC: number }) => coolantTempC)).toEqual([100, 100, 100, 100]);
});
