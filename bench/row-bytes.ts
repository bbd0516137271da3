// npm run bench -- row-bytes
// What a day of vehicles leaves behind: rows a vehicle and bytes a row with indexes, through the real function with the fold, and bytes of an
// audit entry, an inbox note and a passage with its vector. docs/scale.md is calculated with these. Nothing is compared, so nothing has a limit.
import { randomUUID } from 'node:crypto';
import { PubSub } from '@google-cloud/pubsub';
import { startPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { dayMs } from '@wheelhouse/shared/clock.ts';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import type pg from 'pg';
import { fill } from './documents/hybrid/fill.ts';
import { cpuSeconds } from './row-bytes/cpu-seconds.ts';
import { tableSize } from './row-bytes/table-size.ts';
import { type Depot, messagesOfDay } from './row-bytes/vehicle-day.ts';
import { openBenchDatabase } from './support/database.ts';
import { pushRequest, send } from './support/push.ts';
import { report } from './support/report.ts';
import { serve } from './support/serve.ts';

const vehicles = 200;
const depots = 10;

/** Tables that a vehicle's day writes to. */
const ofTelemetry = [
  'vehicle_locations',
  'obd_telemetry',
  'device_events',
  'trips',
  'geofence_events',
  'driver_behavior_events',
  'vehicle_events',
  'vehicle_fold_checkpoints',
  'domain_events',
];

const bench = await openBenchDatabase('row_bytes');
const pubsub = await startPubSub({ flavour: 'embedded', projectId: 'bench' });
const client = new PubSub({ projectId: 'bench', apiEndpoint: pubsub.host, emulatorMode: true });
await client.createTopic('events');
await client.close();

try {
  const figures: Record<string, number> = {};
  await asAdmin(bench.adminUrl, async (admin) => {
    const tenantId = await addTenant(admin);
    Object.assign(figures, await driveOneDay(admin, tenantId));
    // Each event is updated once, when it is published; later events take the room of the old version.
    await admin.query('vacuum full app.domain_events');
    for (const table of ofTelemetry) await measure(admin, table, figures, vehicles);
    figures.relations_of_a_schema = await relationsOfSchema(admin);
    await changeVehicles(tenantId);
    await measure(admin, 'audit_log', figures, 0, 'audit');
    await noteMessages(admin, tenantId);
    await measure(admin, 'processed_messages', figures);
    await fill(admin, 10_000, 1);
    await measure(admin, 'rag_embeddings', figures);
  });
  report('row-bytes', figures, {}, []);
} finally {
  await pubsub.stop();
  await bench.close();
}

function depotOf(vehicle: number): Depot {
  return { latitude: 58 + (vehicle % depots) * 0.1, longitude: 15 + (vehicle % depots) * 0.05 };
}

/** Vehicles that start within one of ten fences each. */
async function addTenant(admin: pg.Client): Promise<string> {
  const tenantId = randomUUID();
  await admin.query(`insert into platform.tenants (id, name, slug, status) values ($1, 'Bench', 'bench', 'active')`, [tenantId]);
  await admin.query(
    `insert into app.vehicles (tenant_id, client_id, make, model, vin, primary_device_id)
     select $1, platform.uuid_v7(), 'Volvo', 'FH16', 'YV2RT40A' || lpad(n::text, 9, '0'), 'GPS-' || n from generate_series(0, $2 - 1) n`,
    [tenantId, vehicles],
  );
  for (let depot = 0; depot < depots; depot += 1) {
    const { latitude, longitude } = depotOf(depot);
    await admin.query(
      `insert into app.geofences (tenant_id, name, type, center_latitude, center_longitude, radius_m, dwell_minutes)
       values ($1, $2, 'circle', $3, $4, 300, 10)`,
      [tenantId, `Depot ${depot}`, latitude, longitude],
    );
  }
  await admin.query(`update app.geofence_versions set valid_from = now() - interval '30 days'`);
  return tenantId;
}

/** Sends yesterday's readings of all vehicles; what each costs in write-ahead log (full-page images and derived rows included) and processor time. */
async function driveOneDay(admin: pg.Client, tenantId: string): Promise<Record<string, number>> {
  const ingest = await serve(new URL('../functions/telemetry-ingest/index.ts', import.meta.url), 'telemetry-ingest', {
    DATABASE_URL: bench.appUrl,
    GOOGLE_CLOUD_PROJECT: 'bench',
    PUBSUB_EMULATOR_HOST: pubsub.host,
    LOG_LEVEL: 'error',
    METADATA_SERVER_DETECTION: 'none',
  });
  try {
    const url = new URL(ingest.url);
    const startMs = Math.floor(Date.now() / dayMs - 1) * dayMs;
    const days = Array.from({ length: vehicles }, (_, vehicle) => messagesOfDay(vehicle, depotOf(vehicle), startMs));
    const messages = Math.max(...days.map((day) => day.length));
    // All vehicles in turn: the next message of one goes out when its last was answered.
    const requests = Array.from({ length: messages }, (_, n) =>
      days.flatMap((day, vehicle) =>
        day[n]
          ? [pushRequest(url.host, randomUUID(), { version: 1, tenantId, deviceId: `GPS-${vehicle}`, readings: day[n] })]
          : [],
      ),
    ).flat();
    const readings = days.flat(2).length;
    // The pool's connections are opened by the first messages.
    await send(url, requests.slice(0, vehicles), 100);
    const servers = await serverPids(admin);
    await admin.query('checkpoint');
    const { rows: before } = await admin.query<{ lsn: string }>('select pg_current_wal_lsn() as lsn');
    const cpuBefore = [cpuSeconds(servers), cpuSeconds([ingest.pid])];
    const startedAt = performance.now();
    await send(url, requests.slice(vehicles), 100);
    const seconds = (performance.now() - startedAt) / 1000;
    const cpu = [cpuSeconds(servers), cpuSeconds([ingest.pid])].map((after, n) => after - (cpuBefore[n] as number));
    const { rows: after } = await admin.query<{ bytes: number }>(
      'select pg_wal_lsn_diff(pg_current_wal_lsn(), $1)::float8 as bytes',
      [before[0]?.lsn],
    );
    console.log(
      `${readings} readings of ${vehicles} vehicles in ${requests.length} messages, ${Math.round(readings / seconds)}/s; ` +
        `processor seconds: server ${cpu[0]?.toFixed(1)}, function ${cpu[1]?.toFixed(1)} of ${seconds.toFixed(1)}`,
    );
    return {
      message_bytes: days.flat().reduce((sum, message) => sum + JSON.stringify(message).length, 0) / requests.length,
      wal_bytes_a_reading: (after[0]?.bytes ?? 0) / readings,
      server_cpu_us_a_reading: ((cpu[0] as number) / readings) * 1e6,
      function_cpu_us_a_reading: ((cpu[1] as number) / readings) * 1e6,
    };
  } finally {
    ingest.stop();
  }
}

/** Every process of the server but the one that asks. */
async function serverPids(admin: pg.Client): Promise<number[]> {
  const { rows } = await admin.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()');
  return rows.map(({ pid }) => pid);
}

async function measure(admin: pg.Client, table: string, figures: Record<string, number>, of = 0, schema = 'app'): Promise<void> {
  const { rows, bytesARow, indexBytesARow } = await tableSize(admin, `${schema}.${table}`);
  const each = of > 0 ? `${(rows / of).toFixed(2)} rows a vehicle, ` : '';
  console.log(`${table}: ${rows} rows, ${each}${bytesARow} bytes a row, ${indexBytesARow} of them indexes`);
  figures[`${table}_bytes`] = bytesARow;
  if (of > 0) figures[`${table}_a_vehicle_day`] = rows / of;
}

/**
 * Entries of pg_class that a dedicated tenant adds, out-of-line tables left out: its schema holds what the pooled ones hold together.
 * Partitions are counted for sixteen months: those that readings are kept for, and those made ahead.
 */
async function relationsOfSchema(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ partitions: number; others: number; months: number }>(
    `select count(*) filter (where relispartition)::integer as partitions, count(*) filter (where not relispartition)::integer as others,
       count(distinct right(relname, 7)) filter (where relispartition and relkind = 'r')::integer as months
     from pg_class where relnamespace::regnamespace::text in ('app', 'vip_data', 'audit', 'analytics', 'archive')`,
  );
  const { partitions, others, months } = rows[0] ?? { partitions: 0, others: 0, months: 1 };
  return Math.round(others + (partitions / months) * 16);
}

/** Updates of vehicles by a user, as the interface makes them, for the audit trail. */
async function changeVehicles(tenantId: string): Promise<void> {
  const database = openDatabase({ connectionString: bench.appUrl }, { ...readConfig({}), databasePoolSize: 1 });
  try {
    for (let round = 0; round < 10; round += 1) {
      const request = {
        operation: 'updateVehicle',
        requestId: randomUUID(),
        ipAddress: '203.0.113.7',
        endpoint: 'PATCH /v1/vehicles/{id}',
      };
      await withTenant(
        database,
        { tenantId, actor: { kind: 'user', userId: randomUUID() }, databaseRole: 'fleet_admin', request },
        (tx) => tx.query('update vehicles set model = $1', [`FH16 ${round}`]),
      );
    }
  } finally {
    await database.close();
  }
}

async function noteMessages(admin: pg.Client, tenantId: string): Promise<void> {
  await admin.query(
    `insert into app.processed_messages (tenant_id, consumer, message_id)
     select $1, 'telematics.recordOdometers', platform.uuid_v7() from generate_series(1, 20000)`,
    [tenantId],
  );
}
