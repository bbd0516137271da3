/** What shows that a component is near its end, and what comes after it. */
export type Remedy = { shows: string; next: string };

export const remedies = {
  'disk of one primary, as built': {
    shows: 'disk/utilization',
    next: 'the changes named `tuned` below, the lake for history; then tenants over several primaries',
  },
  'disk of one primary, tuned': { shows: 'disk/utilization', next: 'tenants over several primaries' },
  'memory of one primary for vectors': {
    shows: 'p95 of search, read IOPS',
    next: 'large tenants to schemas of their own (an index each), passages partitioned by tenant, or a vector service',
  },
  'job telematics.refold': {
    shows: 'duration in job_execution_history',
    next: 'several vehicles at once, a share of the tenants a worker',
  },
  'write-ahead log of one primary': {
    shows: 'replica_lag, write throughput',
    next: 'INGEST_FOLD=later moves the fold out of the peak; then tenants over several primaries',
  },
  'scheduled-jobs': { shows: 'age of next_run_at', next: 'more instances; jobs only for tenants that have active routes' },
  'event-dispatch': { shows: 'oldest_unacked_message_age of events', next: 'more instances, with connections for them' },
  'telemetry-ingest': {
    shows: 'oldest_unacked_message_age of telemetry',
    next: 'maxInstances in function.yaml, with connections for them',
  },
  'one HTTP function with half of all requests': {
    shows: 'instance_count, p95',
    next: 'maxInstances, read replicas for history and lists',
  },
  'cores of one primary': { shows: 'cpu/utilization', next: 'up to 96 cores, Enterprise Plus 128; then several primaries' },
  'memory of one primary for index ends': { shows: 'read IOPS of the primary', next: 'several primaries' },
  'connections of one primary': { shows: 'num_backends', next: 'managed connection pooling, once it is tried with our scopes' },
  'Pub/Sub push': { shows: 'quota/exceeded', next: 'quota on request; pull workers in place of push; topics by region' },
  'Cloud KMS': { shows: 'quota/exceeded', next: 'keys kept for longer in memory, more of them (500 now)' },
} satisfies Record<string, Remedy>;

export type Component = keyof typeof remedies;
