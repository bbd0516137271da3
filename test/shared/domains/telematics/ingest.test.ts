import { randomUUID } from 'node:crypto';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { newTenant, openTestDatabase, testDatabase } from '../../../harness/index.ts';
import { clock, delivery, message, now, readingAt, stored, testIngest, vehicleWith } from './support.ts';

const dayS = 86_400;

describe.each(['pooled', 'dedicated'] as const)('Ingest for a %s tenant', (placement) => {
  it('stores a reading with everything that it says, and the vehicle is there now', async () => {
    const tenant = await newTenant({ placement });
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const position = { latitude: 6.5, longitude: 3.25, altitudeM: 41.5, speedKph: 63.2, headingDeg: 271, accuracyM: 4 };
    const reading = readingAt(60.5, { position, sequence: 9_007_199_254_740_991, odometerKm: 12_345.6 });
    await testIngest().accept(delivery(message(tenant, 'GPS-1', [reading], { source: 'geotab' })));

    const { locations, states, rejections } = await stored(tenant);
    const row = {
      recorded_at: new Date(reading.recordedAt),
      latitude: 6.5,
      longitude: 3.25,
      altitude_m: 41.5,
      speed_kph: 63.2,
      heading_deg: 271,
      accuracy_m: 4,
      source: 'geotab',
      device_id: 'GPS-1',
      sequence: '9007199254740991',
      odometer_km: 12_345.6,
    };
    expect(locations).toMatchObject([{ ...row, vehicle_id: vehicleId }]);
    expect(states).toMatchObject([
      { vehicle_id: vehicleId, location_id: locations[0]?.id, status: 'moving', odometer_km: 12_345.6 },
    ]);
    expect(rejections).toEqual([]);
  });

  it('stores a reading once, however often and in whichever time zone it is delivered', async () => {
    const tenant = await newTenant({ placement });
    await vehicleWith(tenant, 'GPS-1');
    const reading = readingAt(60);
    const elsewhere = {
      ...reading,
      recordedAt: `${new Date(Date.parse(reading.recordedAt) + 3_600_000).toISOString().slice(0, 19)}+01:00`,
    };
    const ingest = testIngest();
    await Promise.all([reading, elsewhere, reading].map((one) => ingest.accept(delivery(message(tenant, 'GPS-1', [one, one])))));
    expect((await stored(tenant)).locations).toHaveLength(1);
  });

  it('never moves a vehicle back when a late reading arrives', async () => {
    const tenant = await newTenant({ placement });
    await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest();
    await ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(10, { odometerKm: 100, position: { speedKph: 0 } })])));
    const before = await stored(tenant);
    await ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(500, { odometerKm: 900 })])));
    const after = await stored(tenant);
    expect(after.locations).toHaveLength(2);
    expect(after.states).toEqual(before.states);
    expect(after.states).toMatchObject([{ status: 'stopped', odometer_km: 100 }]);
  });

  it('keeps each reading that cannot be stored with its reason, and stores the good ones beside it', async () => {
    const tenant = await newTenant({ placement });
    await vehicleWith(tenant, 'GPS-1');
    const readings = [
      readingAt(10),
      readingAt(-2 * dayS),
      readingAt(401 * dayS),
      readingAt(20, { position: { latitude: 91 } }),
      readingAt(20, { position: { latitude: 0, longitude: 0.0001 } }),
      readingAt(20, { fuelLevel: 3 }),
      { ...readingAt(20), recordedAt: '2026-02-30T00:00:00Z' },
      'no reading \0 \ud800',
      null,
    ];
    await testIngest().accept(delivery(message(tenant, 'GPS-1', readings)));
    const { locations, rejections } = await stored(tenant);
    expect(locations).toHaveLength(1);
    expect(rejections.map((one) => [one.reading_index, one.reason])).toEqual([
      [1, 'future_clock'],
      [2, 'too_old'],
      [3, 'impossible_coordinates'],
      [4, 'null_island'],
      [5, 'malformed'],
      [6, 'malformed'],
      [7, 'malformed'],
      [8, 'malformed'],
    ]);
    expect(rejections[0]).toMatchObject({ reading: readings[1], device_id: 'GPS-1' });
    expect(rejections[6]?.reading).toBe('no reading \ufffd \ufffd');
  });

  it('adds no rejection when the message is delivered again', async () => {
    const tenant = await newTenant({ placement });
    const again = delivery(message(tenant, 'GPS-1', [readingAt(10), null]));
    const ingest = testIngest();
    await Promise.all([ingest.accept(again), ingest.accept(again)]);
    await ingest.accept(again);
    expect((await stored(tenant)).rejections.map((one) => one.reason)).toEqual(['unknown_device', 'malformed']);
  });

  it('keeps a message whose envelope cannot be read, for its tenant', async () => {
    const tenant = await newTenant({ placement });
    const content = { ...message(tenant, 'GPS-1', [readingAt(10)]), version: 2 };
    await testIngest().accept(delivery(content));
    expect((await stored(tenant)).rejections).toMatchObject([{ reason: 'malformed', reading_index: null, reading: content }]);
  });

  it('keeps the readings of a suspended tenant', async () => {
    const tenant = await newTenant({ placement });
    await vehicleWith(tenant, 'GPS-1');
    const status = (to: string) =>
      withSystem(testDatabase(), 'test', (tx) =>
        tx.query('update platform.tenants set status = $2 where id = $1', [tenant.tenantId, to]),
      );
    await status('suspended');
    await testIngest().accept(delivery(message(tenant, 'GPS-1', [readingAt(10), null])));
    await status('active');
    const { locations, rejections } = await stored(tenant);
    expect(locations).toEqual([]);
    expect(rejections.map((one) => one.reason)).toEqual(['tenant_suspended', 'malformed']);
  });

  it('makes the partition of a month long ago when a device kept its readings', async () => {
    const tenant = await newTenant({ placement });
    await vehicleWith(tenant, 'GPS-1');
    const readings = [readingAt(10), readingAt(399 * dayS), readingAt(200 * dayS)];
    await Promise.all([1, 2].map(() => testIngest().accept(delivery(message(tenant, 'GPS-1', readings)))));
    const { locations, rejections } = await stored(tenant);
    expect(rejections).toEqual([]);
    expect(locations).toHaveLength(3);
  });

  it('does not find a device of another tenant', async () => {
    const [tenant, other] = [await newTenant({ placement }), await newTenant({ placement })];
    await vehicleWith(other, 'GPS-1');
    const ingest = testIngest();
    await ingest.accept(delivery(message(other, 'GPS-1', [readingAt(20)])));
    await ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(10)])));
    expect(await stored(tenant)).toMatchObject({ locations: [], states: [], rejections: [{ reason: 'unknown_device' }] });
    expect((await stored(other)).locations).toHaveLength(1);
  });

  it('isolates a reading that the database refuses: hundreds around it are stored, and all messages are acknowledged', async () => {
    const tenant = await newTenant({ placement });
    await vehicleWith(tenant, 'GPS-1');
    await refuseSequence(tenant.schemaName, tenant.tenantId, 666);
    const ingest = testIngest({ maxDelayMs: 1_000, maxBatchRows: 500 });
    const messages = Array.from({ length: 50 }, (_, m) =>
      message(
        tenant,
        'GPS-1',
        Array.from({ length: 10 }, (_, r) => readingAt(m * 10 + r, { sequence: 450 + m * 10 + r })),
      ),
    );
    await Promise.all(messages.map((one) => ingest.accept(delivery(one))));
    const { locations, rejections, states } = await stored(tenant);
    expect(locations).toHaveLength(499);
    expect(rejections).toMatchObject([{ reason: 'unstorable', detail: 'poison', reading: { sequence: 666 } }]);
    expect(states).toMatchObject([{ sequence: '450' }]);
  });
});

/** A rule in the database that nobody knew of: readings with this number make every statement that holds them fail. */
async function refuseSequence(schemaName: string, tenantId: string, sequence: number): Promise<void> {
  const owner = new pg.Client({ connectionString: inject('ownerUrl') });
  await owner.connect();
  const name = `poison_${tenantId.replaceAll('-', '_')}`;
  try {
    await owner.query(`create function platform.${name}() returns trigger language plpgsql as $$ begin
      if new.tenant_id = '${tenantId}' and new.sequence = ${sequence} then raise exception 'poison'; end if; return new; end $$`);
    await owner.query(
      `create trigger ${name} before insert on ${schemaName}.vehicle_locations for each row execute function platform.${name}()`,
    );
  } finally {
    await owner.end();
  }
}

describe('Ingest', () => {
  const rejectedMessages = (messageId: string) =>
    withSystem(testDatabase(), 'test', (tx) =>
      tx.query<{ reason: string; detail: string; payload: { data: string } }>(
        'select * from platform.rejected_messages where message_id = $1',
        [messageId],
      ),
    );

  it.each([
    ['no JSON', Buffer.from('}{'), 'malformed'],
    ['no text', Buffer.from([0xff, 0x00, 0xfe]), 'malformed'],
    ['no tenant', Buffer.from('{"version":1}'), 'malformed'],
    ['a tenant that is no id', Buffer.from('{"tenantId":"; drop table"}'), 'malformed'],
    [
      'a tenant that does not exist',
      Buffer.from(JSON.stringify(message({ tenantId: randomUUID() }, 'GPS-1', [readingAt(1)]))),
      'unknown_tenant',
    ],
    [
      'nesting without end',
      Buffer.from(`{"tenantId":"${randomUUID()}","readings":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      'malformed',
    ],
  ])('acknowledges a message with %s, and keeps it byte for byte', async (_, data, reason) => {
    const messageId = randomUUID();
    const ingest = testIngest();
    await ingest.accept(delivery(data, messageId));
    await ingest.accept(delivery(data, messageId));
    const rows = await rejectedMessages(messageId);
    expect(rows).toMatchObject([{ reason }]);
    expect(Buffer.from((rows[0] as { payload: { data: string } }).payload.data, 'base64')).toEqual(data);
  });

  it('commits messages that arrive together in one transaction', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest({ maxDelayMs: 60_000, maxBatchRows: 100 });
    await Promise.all(Array.from({ length: 100 }, (_, i) => ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(i)])))));
    const rows = await tenant.run((tx) =>
      tx.query('select count(*) as n, count(distinct xmin::text) as transactions from vehicle_locations'),
    );
    expect(rows).toEqual([{ n: '100', transactions: '1' }]);
  });

  it('commits what waits when it drains, and resolves when all is durable', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest({ maxDelayMs: 60_000 });
    const accepted = [1, 2, 3].map((i) => ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(i)]))));
    await ingest.drain();
    expect((await stored(tenant)).locations).toHaveLength(3);
    await Promise.all(accepted);
  });

  it('refuses messages while too much waits, and takes them again afterwards', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest({ maxDelayMs: 60_000, maxQueuedRows: 5 });
    const four = delivery(
      message(
        tenant,
        'GPS-1',
        [1, 2, 3, 4].map((i) => readingAt(i)),
      ),
    );
    const first = ingest.accept(four);
    await expect(ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(5), readingAt(6)])))).rejects.toMatchObject({
      code: 'rate_limited',
      status: 429,
    });
    await ingest.drain();
    await first;
    const second = ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(5), readingAt(6)])));
    await ingest.drain();
    await second;
    expect((await stored(tenant)).locations).toHaveLength(6);
  });

  it('acknowledges nothing when the database is gone, and stores all when the messages come again', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    const database = openTestDatabase();
    const ingest = testIngest({ database });
    await database.close();
    const lost = delivery(message(tenant, 'GPS-1', [readingAt(1), null]));
    await expect(ingest.accept(lost)).rejects.toThrow();
    expect(await stored(tenant)).toMatchObject({ locations: [], rejections: [] });
    await testIngest().accept(lost);
    expect(await stored(tenant)).toMatchObject({ locations: [{}], rejections: [{ reason: 'malformed' }] });
  });

  it('follows a device to another vehicle within ten seconds', async () => {
    const tenant = await newTenant();
    const first = await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest();
    await ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(1)])));
    const second = await vehicleWith(tenant, 'GPS-2');
    await tenant.run(async (tx) => {
      await tx.query('update vehicles set primary_device_id = null where id = $1', [first]);
      await tx.query(`update vehicles set primary_device_id = 'GPS-1' where id = $1`, [second]);
    });
    clock.advance(10_000);
    await ingest.accept(delivery(message(tenant, 'GPS-1', [readingAt(2)])));
    const { locations } = await stored(tenant);
    expect(locations.find((row) => (row.recorded_at as Date).getTime() === now.getTime() - 2_000)).toMatchObject({
      vehicle_id: second,
    });
  });

  it('takes readings of both devices of a vehicle', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    await tenant.run((tx) => tx.query(`update vehicles set secondary_device_id = 'OBD-1' where id = $1`, [vehicleId]));
    const ingest = testIngest();
    await Promise.all(['GPS-1', 'OBD-1'].map((device) => ingest.accept(delivery(message(tenant, device, [readingAt(1)])))));
    expect((await stored(tenant)).locations.map((row) => row.vehicle_id)).toEqual([vehicleId, vehicleId]);
  });

  it('lets no ordinary user write positions', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const insert = tenant.run(
      (tx) =>
        tx.query(
          `insert into vehicle_locations (vehicle_id, recorded_at, latitude, longitude, source, device_id, received_at) values ($1, now(), 1, 1, 'x', 'x', now())`,
          [vehicleId],
        ),
      'driver_user',
    );
    await expect(insert).rejects.toMatchObject({ code: '42501' });
  });
});
