import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { send } from '../support/push.ts';
import { median } from '../support/report.ts';
import { addTenant, batchSize, requestsOf, vehicles } from './fleet.ts';

const readings = 10_000_000;
const batches = 10;

/** The resident memory of the function while ten million readings pass through it. */
export async function memory(client: pg.Client, url: URL, pid: number): Promise<void> {
  const tenantId = await addTenant(client, 20);
  const mebibytes: number[] = [];
  const rounds = readings / (vehicles * batches * batchSize);
  const startMs = Date.now() - 30 * 86_400_000;
  for (let round = 0; round < rounds; round += 1) {
    const from = { startMs: startMs + round * batches * batchSize * 10_000, everySeconds: 10, batches };
    await send(url, requestsOf(url.host, tenantId, from), 100);
    mebibytes.push(residentMiB(pid));
    if (round % 10 === 9) {
      console.log(`${((round + 1) * vehicles * batches * batchSize) / 1e6} million readings: ${mebibytes.at(-1)} MiB`);
      await client.query('truncate app.vehicle_locations');
    }
  }
  const third = Math.floor(rounds / 3);
  console.log(
    `median of the first third ${median(mebibytes.slice(0, third))} MiB, of the last ${median(mebibytes.slice(-third))} MiB`,
  );
}

function residentMiB(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib) / 1024);
}
