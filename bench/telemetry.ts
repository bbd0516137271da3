// npm run bench -- telemetry [throughput|lateness|fences|day|memory]
// The telemetry function and what is read of it; everything but `memory` (some minutes) by default. Each part says in its file what it compares.
import { PubSub } from '@google-cloud/pubsub';
import { startPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { openBenchDatabase } from './support/database.ts';
import { report } from './support/report.ts';
import { serve } from './support/serve.ts';
import { day } from './telemetry/day.ts';
import { fences } from './telemetry/fences.ts';
import { lateness } from './telemetry/lateness.ts';
import { memory } from './telemetry/memory.ts';
import { throughput } from './telemetry/throughput.ts';

const limits = { fold_on: 0.4, fold_off: 0.6, vs_naive: 20, late: 0.5, fences: 2, day: 3 };
const wanted = process.argv.slice(2);
const isWanted = (part: string) => (wanted.length === 0 ? part !== 'memory' : wanted.includes(part));

const database = await openBenchDatabase('telemetry');
const pubsub = await startPubSub({ flavour: 'embedded', projectId: 'bench' });
const stops: (() => void)[] = [];

async function start(source: string, target: string, more: Record<string, string> = {}) {
  const { url, pid, stop } = await serve(new URL(source, import.meta.url), target, {
    DATABASE_URL: database.appUrl,
    BENCH_DATABASE_URL: database.adminUrl,
    GOOGLE_CLOUD_PROJECT: 'bench',
    PUBSUB_EMULATOR_HOST: pubsub.host,
    LOG_LEVEL: 'error',
    METADATA_SERVER_DETECTION: 'none',
    ...more,
  });
  stops.push(stop);
  return { url: new URL(url), pid };
}

async function makeTopic(name: string): Promise<void> {
  const client = new PubSub({ projectId: 'bench', apiEndpoint: pubsub.host, emulatorMode: true });
  await client.createTopic(name);
  await client.close();
}

try {
  await makeTopic('events');
  const ratios: Record<string, number> = {};
  await asAdmin(database.adminUrl, async (client) => {
    const ingest = '../functions/telemetry-ingest/index.ts';
    const inline = await start(ingest, 'telemetry-ingest');
    if (isWanted('throughput')) {
      const later = await start(ingest, 'telemetry-ingest', { INGEST_FOLD: 'later' });
      const naive = await start('./support/naive-function.ts', 'naive');
      Object.assign(ratios, await throughput(client, { inline: inline.url, later: later.url, naive: naive.url }));
    }
    if (isWanted('lateness')) Object.assign(ratios, await lateness(client, inline.url));
    if (isWanted('fences')) Object.assign(ratios, await fences(client, database.appUrl));
    if (isWanted('day')) {
      const telematics = await start('../functions/telematics/index.ts', 'telematics');
      Object.assign(ratios, await day(client, telematics.url.origin));
    }
    if (isWanted('memory')) await memory(client, inline.url, inline.pid);
  });
  const measured = Object.fromEntries(Object.entries(limits).filter(([key]) => key in ratios));
  report('telemetry', ratios, measured, ['fold_on', 'fold_off', 'vs_naive', 'late']);
} finally {
  for (const stop of stops) stop();
  await pubsub.stop();
  await database.close();
}
