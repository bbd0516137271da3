import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Storage } from '@google-cloud/storage';
import { type FinalizedEvent, startStorage } from '@wheelhouse/emulator/storage/index.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import type { StoredObject } from '@wheelhouse/shared/runtime/event-function.ts';
import { openBenchDatabase } from '../support/database.ts';
import { longPdf } from './long/long-pdf.ts';

const pages = 200;
const bucket = 'bench-documents';

type Measured = { analysisSeconds: number; embeddingSeconds: number; peakMiB: number; passages: number };

/**
 * A text PDF of 200 pages through the whole analysis, from the object in the bucket to passages that can be searched, against the time
 * that embedding its passages alone takes in the same process; and the largest resident memory of that process until then, in MiB.
 */
export async function long(): Promise<{ pdf200_vs_embedding: number; peak_mib: number }> {
  const dir = await mkdtemp(join(tmpdir(), 'wheelhouse-bench-long-'));
  const events: FinalizedEvent[] = [];
  const server = await startStorage({ dir, projectId: 'bench', onFinalize: (event) => void events.push(event) });
  const database = await openBenchDatabase('long');
  const env = {
    ...process.env,
    DATABASE_URL: database.appUrl,
    DOCUMENTS_BUCKET: bucket,
    GOOGLE_CLOUD_PROJECT: 'bench',
    STORAGE_EMULATOR_HOST: server.url,
    GOOGLE_APPLICATION_CREDENTIALS: server.credentialsFile,
    METADATA_SERVER_DETECTION: 'none',
    LOG_LEVEL: 'error',
  };
  try {
    const tenantId = randomUUID();
    await asAdmin(database.adminUrl, (client) =>
      client.query(`insert into platform.tenants (id, name, slug, status) values ($1, 'Bench', 'bench', 'active')`, [tenantId]),
    );
    const storage = new Storage({ projectId: 'bench', apiEndpoint: server.url });
    await storage.createBucket(bucket);
    await storage
      .bucket(bucket)
      .file('tenants/bench/inbox/manual.pdf')
      .save(Buffer.from(await longPdf(pages)), { resumable: false });
    const child = fileURLToPath(new URL('./long/analyse.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(storedObject(events.at(-1)!))], {
      env,
    });
    const { analysisSeconds, embeddingSeconds, peakMiB, passages } = JSON.parse(stdout.trim().split('\n').at(-1)!) as Measured;
    console.log(
      `${pages} pages, ${passages} passages: analysed in ${analysisSeconds.toFixed(1)} s, embedded alone in ${embeddingSeconds.toFixed(1)} s, peak ${Math.round(peakMiB)} MiB`,
    );
    return { pdf200_vs_embedding: analysisSeconds / embeddingSeconds, peak_mib: peakMiB };
  } finally {
    await database.close();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

function storedObject({ id, data }: FinalizedEvent): StoredObject {
  const { bucket, name, generation, size, contentType, md5Hash, metadata = {} } = data;
  return { eventId: id, bucket, name, generation, size: Number(size), contentType, md5Hash, metadata } as StoredObject;
}
