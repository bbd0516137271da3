import type pg from 'pg';
import { copy, rowsAsText } from '../support/copy.ts';
import { send } from '../support/push.ts';
import { median } from '../support/report.ts';
import { addTenant, batchSize, requestsOf, vehicles } from './fleet.ts';

const batches = 12;
const rows = vehicles * batches * batchSize;
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
/** Rounds until the compiler of the runtime knows what is hot. */
const warmUps = 2;
const concurrency = 100;
const everySeconds = 10;

const columns = `tenant_id, id, created_at, updated_at, row_version, vehicle_id, recorded_at, latitude, longitude, altitude_m, speed_kph, heading_deg,
  accuracy_m, source, device_id, sequence, odometer_km, engine_hours, ignition_on, received_at`;

type Urls = { inline: URL; later: URL; naive: URL };

/**
 * Durable readings a second through the whole function with and without the fold, through the function that one would write without
 * Wheelhouse, and by COPY of the very same rows into the same partitioned table with the same indexes.
 */
export async function throughput(client: pg.Client, urls: Urls) {
  const tenants = { inline: await addTenant(client, 20), later: await addTenant(client, 20), naive: await addTenant(client, 20) };
  await client.query('analyze');
  // Each round goes on where the one before ended, as vehicles that are on the road do.
  const startMs = Date.now() - (rounds + warmUps) * batches * batchSize * everySeconds * 1000;
  const measured = { inline: [] as number[], later: [] as number[], naive: [] as number[], copy: [] as number[] };
  for (let round = 0; round < rounds + warmUps; round += 1) {
    const rates: Record<string, number> = {};
    for (const name of ['inline', 'later', 'naive'] as const) {
      const from = { startMs, everySeconds, firstBatch: round * batches, batches };
      const requests = requestsOf(urls[name].host, tenants[name], from);
      rates[name] = await perSecond(() => send(urls[name], requests, concurrency));
      const { rows: counted } = await client.query<{ n: number }>('select count(*)::integer as n from app.vehicle_locations');
      if (counted[0]?.n !== rows) throw new Error(`${counted[0]?.n} of ${rows} positions are stored.`);
      if (name === 'inline') {
        const text = await rowsAsText(client, `select ${columns} from app.vehicle_locations`);
        await empty(client);
        rates.copy = await perSecond(() => copy(client, `copy app.vehicle_locations (${columns}) from stdin`, text));
      }
      await empty(client);
    }
    console.log(
      `round ${round}: fold on ${rates.inline}, fold off ${rates.later}, naive ${rates.naive}, COPY ${rates.copy} readings/s` +
        (round < warmUps ? ' (warming up)' : ''),
    );
    if (round >= warmUps)
      for (const name of Object.keys(measured) as (keyof typeof measured)[]) measured[name].push(rates[name] as number);
  }
  const rate = (name: keyof typeof measured) => median(measured[name]);
  return {
    fold_on: rate('inline') / rate('copy'),
    fold_off: rate('later') / rate('copy'),
    vs_naive: rate('inline') / rate('naive'),
  };
}

async function empty(client: pg.Client): Promise<void> {
  await client.query('truncate app.vehicle_locations');
  await client.query('checkpoint');
}

async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round((rows * 1000) / (performance.now() - startedAt));
}
