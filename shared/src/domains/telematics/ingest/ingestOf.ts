import type { Services } from '../../../resource/services.ts';
import { createIngest, type Ingest } from './createIngest.ts';

const ingests = new WeakMap<Services, Ingest>();

/** The ingest of a running instance, as its configuration says. */
export function ingestOf(services: Services): Ingest {
  let ingest = ingests.get(services);
  if (!ingest) {
    const { ingestMaxBatchRows, ingestMaxDelayMs, ingestMaxQueuedRows } = services.config;
    ingest = createIngest({
      services,
      maxBatchRows: ingestMaxBatchRows,
      maxDelayMs: ingestMaxDelayMs,
      maxQueuedRows: ingestMaxQueuedRows,
      clock: services.clock,
    });
    ingests.set(services, ingest);
  }
  return ingest;
}
