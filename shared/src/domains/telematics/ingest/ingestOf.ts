import type { Services } from '../../../resource/services.ts';
import { createIngest, type Ingest } from './createIngest.ts';

const ingests = new WeakMap<Services, Ingest>();

/** The ingest of a running instance, as its configuration says. */
export function ingestOf(services: Services): Ingest {
  let ingest = ingests.get(services);
  if (!ingest) {
    const { config } = services;
    ingest = createIngest({
      services,
      fold: config.ingestFold,
      refoldDelayMs: config.ingestRefoldDelayMs,
      maxVehicles: config.ingestRememberedVehicles,
      lanes: config.ingestLanes,
      maxBatchRows: config.ingestMaxBatchRows,
      maxDelayMs: config.ingestMaxDelayMs,
      maxQueuedRows: config.ingestMaxQueuedRows,
      clock: services.clock,
    });
    ingests.set(services, ingest);
  }
  return ingest;
}
