export { createIngest, type Ingest, type Receipt } from './createIngest.ts';
export { ingestOf } from './ingestOf.ts';
export type { TelemetryDelivery } from './item.ts';
