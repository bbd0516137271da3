// npm run bench -- ingest
// Durable positions a second through the whole function (Pub/Sub push envelopes over HTTP, 100 at a time, batches of 10, 1,000 vehicles) against
// COPY of the very same rows, by an administrator on one connection, into the same partitioned table with the same indexes.
import { randomUUID } from 'node:crypto';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { copy, rowsAsText } from './support/copy.ts';
import { openBenchDatabase } from './support/database.ts';
import { pushRequest, send } from './support/push.ts';
import { median, report } from './support/report.ts';
import { serve } from './support/serve.ts';

const vehicles = 1_000;
const batchSize = 10;
const concurrency = 100;
const rowsEach = 60_000;
const rounds = 5;

const database = await openBenchDatabase('ingest');
const tenantId = randomUUID();

async function fill(): Promise<void> {
  await asAdmin(database.adminUrl, async (client) => {
    await client.query(`insert into platform.tenants (id, name, slug, status) values ($1, 'Bench', 'bench', 'active')`, [
      tenantId,
    ]);
    await client.query(
      `insert into app.vehicles (tenant_id, client_id, make, model, vin, primary_device_id)
       select $1, platform.uuid_v7(), 'Volvo', 'FH16', 'YV2RT40A' || lpad(n::text, 9, '0'), 'GPS-' || n from generate_series(0, $2 - 1) n`,
      [tenantId, vehicles],
    );
    await client.query('analyze app.vehicles');
  });
}

/** Push requests, ready to be sent, of readings that no other round has. */
function requestsOf(round: number, host: string): Buffer[] {
  const start = Date.now() - 3_600_000 * (round + 1);
  return Array.from({ length: rowsEach / batchSize }, (_, n) => {
    const vehicle = n % vehicles;
    const since = Math.floor(n / vehicles) * batchSize;
    const readings = Array.from({ length: batchSize }, (_, i) => ({
      recordedAt: new Date(start + (since + i) * 1000 + vehicle).toISOString(),
      position: {
        latitude: 58.41 + (vehicle * 31 + since + i) / 1e5,
        longitude: 15.62 + (vehicle * 17 + i) / 1e5,
        altitudeM: 50 + (i % 7),
        speedKph: 50 + ((since + i) % 40) / 3,
        headingDeg: (vehicle + i * 3) % 360,
        accuracyM: 3 + (i % 5),
      },
      sequence: since + i,
    }));
    return pushRequest(host, `${round}-${n}`, { version: 1, tenantId, deviceId: `GPS-${vehicle}`, readings });
  });
}

const columns = `tenant_id, id, created_at, updated_at, row_version, vehicle_id, recorded_at, latitude, longitude, altitude_m, speed_kph, heading_deg,
  accuracy_m, source, device_id, sequence, odometer_km, engine_hours, ignition_on, received_at`;

async function rowsPerSecond(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (rowsEach * 1000) / (performance.now() - startedAt);
}

await fill();
const env = {
  DATABASE_URL: database.appUrl,
  GOOGLE_CLOUD_PROJECT: 'bench',
  INGEST_FOLD: 'later',
  LOG_LEVEL: 'warn',
  METADATA_SERVER_DETECTION: 'none',
};
const ours = await serve(new URL('../functions/telemetry-ingest/index.ts', import.meta.url), 'telemetry-ingest', env);
try {
  await asAdmin(database.adminUrl, async (client) => {
    const measured = { ingest: [] as number[], copy: [] as number[] };
    const url = new URL(ours.url);
    for (let round = 0; round <= rounds; round += 1) {
      const requests = requestsOf(round, url.host);
      const ingest = await rowsPerSecond(() => send(url, requests, concurrency));
      const { rows } = await client.query<{ n: number }>('select count(*)::integer as n from app.vehicle_locations');
      if (rows[0]?.n !== rowsEach) throw new Error(`${rows[0]?.n} of ${rowsEach} positions are stored.`);
      const text = await rowsAsText(client, `select ${columns} from app.vehicle_locations`);
      await client.query('truncate app.vehicle_locations');
      await client.query('checkpoint');
      const copied = await rowsPerSecond(() => copy(client, `copy app.vehicle_locations (${columns}) from stdin`, text));
      await client.query('truncate app.vehicle_locations');
      await client.query('checkpoint');
      console.log(
        `round ${round}: ingest ${Math.round(ingest)}, COPY ${Math.round(copied)} positions/s${round === 0 ? ' (warming up)' : ''}`,
      );
      if (round === 0) continue;
      measured.ingest.push(ingest);
      measured.copy.push(copied);
    }
    report('ingest', { ingest: median(measured.ingest) / median(measured.copy) }, { ingest: 0.3 }, ['ingest']);
  });
} finally {
  ours.stop();
  await database.close();
}
