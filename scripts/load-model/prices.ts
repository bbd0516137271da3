import type { Assumption } from './assumption.ts';

const list = 'list price';

/**
 * List prices of Google Cloud, region europe-west1 (Belgium), USD, without discounts or free tiers, of about 2025 and not looked up since: assumptions.
 * Check each at https://cloud.google.com/pricing before money depends on it.
 */
export const prices = {
  pubsubTib: { is: 'Pub/Sub, published and again delivered', value: 40, unit: '$/TiB', source: list },
  pubsubBigqueryTib: { is: 'Pub/Sub to BigQuery', value: 50, unit: '$/TiB', source: list },
  requestMillion: { is: 'Cloud Run, requests', value: 0.4, unit: '$/million', source: list },
  runCoreSecond: { is: 'Cloud Run, core', value: 0.000024, unit: '$/s', source: list },
  runGibSecond: { is: 'Cloud Run, memory', value: 0.0000025, unit: '$/GiB/s', source: list },
  sqlCoreHour: { is: 'Cloud SQL Enterprise, core (twice where HA)', value: 0.0413, unit: '$/h', source: list },
  sqlGibHour: { is: 'Cloud SQL Enterprise, memory (twice where HA)', value: 0.007, unit: '$/GiB/h', source: list },
  sqlDiskGib: { is: 'Cloud SQL, SSD (twice where HA)', value: 0.17, unit: '$/GiB/month', source: list },
  sqlBackupGib: { is: 'Cloud SQL, backup', value: 0.08, unit: '$/GiB/month', source: list },
  bigqueryGib: { is: 'BigQuery, logical storage, mostly long-term', value: 0.0125, unit: '$/GiB/month', source: list },
  storageGib: { is: 'Cloud Storage, standard', value: 0.02, unit: '$/GiB/month', source: list },
  loggingGib: { is: 'Cloud Logging, ingested', value: 0.5, unit: '$/GiB', source: list },
  balancerHour: { is: 'load balancer, forwarding rule', value: 0.025, unit: '$/h', source: list },
  balancerGib: { is: 'load balancer, processed', value: 0.008, unit: '$/GiB', source: list },
  armorMillion: { is: 'Cloud Armor, requests', value: 0.75, unit: '$/million', source: list },
  egressGib: { is: 'egress to the internet', value: 0.085, unit: '$/GiB', source: list },
  kmsTenThousand: { is: 'Cloud KMS, operations', value: 0.03, unit: '$/10,000', source: list },
  activeUser: { is: 'Identity Platform, user of the month', value: 0.0046, unit: '$', source: list },
  inputMillion: { is: 'small document model, tokens sent', value: 0.3, unit: '$/million', source: list },
  outputMillion: { is: 'small document model, tokens answered', value: 2.5, unit: '$/million', source: list },
  embeddingMillion: { is: 'embedding model, tokens', value: 0.15, unit: '$/million', source: list },
} satisfies Record<string, Assumption>;

const check = 'documentation, check';
const planned = 'our own limit';

/** Where components end, and how far they are planned to be filled. */
export const limits = {
  fullness: { is: 'cores are planned to be busy', value: 0.5, unit: 'share', source: planned },
  shardCores: { is: 'cores of one primary (Cloud SQL Enterprise ends at 96)', value: 64, unit: 'cores', source: planned },
  shardGib: {
    is: 'data of one primary, for restores in hours (Cloud SQL ends at 64 TiB)',
    value: 8_192,
    unit: 'GiB',
    source: planned,
  },
  shardWal: {
    is: 'write-ahead log of one primary, as a replica replays it on one core',
    value: 60_000_000,
    unit: 'bytes/s',
    source: planned,
  },
  gibACore: { is: 'memory of a primary', value: 4, unit: 'GiB/core', source: planned },
  cachedShare: { is: 'data that fits into the memory of a primary', value: 0.01, unit: 'share', source: planned },
  logEntryBytes: { is: 'our log entry and that of Cloud Run for a request', value: 1_800, unit: 'bytes', source: 'estimated' },
  backendConnections: {
    is: 'connections of one primary (the default of Cloud SQL from 120 GB on)',
    value: 1_000,
    unit: 'connections',
    source: planned,
  },
  kmsAMinute: { is: 'KMS operations in a region', value: 60_000, unit: '1/min', source: `quota: ${check}` },
  pubsubMbPush: { is: 'pushed to functions in a large region', value: 440, unit: 'MB/s', source: `quota: ${check}` },
} satisfies Record<string, Assumption>;
