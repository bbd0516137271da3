import { retentionDays } from '@wheelhouse/shared/domains/telematics/message/index.ts';
import type { Assumption } from './assumption.ts';

const rowBytes = 'measured: `npm run bench -- row-bytes`';
const vectors = 'the same on PostgreSQL 15 with pgvector';
const jobs = 'measured: `npm run bench -- jobs`';
const http = 'estimated from `npm run bench -- http`: 1,170 to 3,340 requests/s, load, function and server on two cores';
const long = 'measured: `npm run bench -- documents long`';
const estimated = 'estimated, not measured';
const assumed = 'assumed';

/** How organisations use the product. Nobody has measured these yet: replace them with your own. */
export const usage = {
  vehiclesATenant: { is: 'vehicles of an organisation', value: 50, unit: 'vehicles', source: assumed },
  drivingHours: { is: 'driving of a vehicle', value: 3, unit: 'h/day', source: assumed },
  drivingAtPeak: {
    is: 'vehicles that drive at the same time in the busiest minute',
    value: 0.35,
    unit: 'share',
    source: assumed,
  },
  drivingSeconds: { is: 'time between readings while driving', value: 10, unit: 's', source: assumed },
  parkedMinutes: { is: 'time between readings while parked', value: 15, unit: 'min', source: assumed },
  readingsAMessage: { is: 'readings in a message while driving (parked: 1)', value: 6, unit: 'readings', source: assumed },
  engineEvery: { is: 'while driving, one reading of so many has engine data', value: 6, unit: 'readings', source: assumed },
  usersAVehicle: { is: 'people who sign in', value: 0.5, unit: 'a vehicle', source: assumed },
  requestsAUser: { is: 'HTTP requests of one of them', value: 150, unit: 'a day', source: assumed },
  requestPeak: { is: 'busiest minute over the mean, for requests', value: 4, unit: 'times', source: assumed },
  answerBytes: { is: 'answer of a request, compressed nowhere', value: 6_000, unit: 'bytes', source: assumed },
  changesAUser: { is: 'audited changes of rows by one of them', value: 10, unit: 'a day', source: assumed },
  documents: { is: 'new documents', value: 2, unit: 'a vehicle and month', source: assumed },
  pages: { is: 'pages of a document', value: 3, unit: 'pages', source: assumed },
  scannedShare: { is: 'pages that are pictures', value: 0.5, unit: 'share', source: assumed },
  scanSeconds: { is: 'recognizing a page that is a picture', value: 3, unit: 's of a core', source: assumed },
  documentBytes: { is: 'file of a document', value: 500_000, unit: 'bytes', source: assumed },
  documentMonths: { is: 'months of documents that are kept', value: 36, unit: 'months', source: assumed },
  inputTokens: { is: 'tokens sent to the model for a document', value: 6_000, unit: 'tokens', source: assumed },
  outputTokens: { is: 'tokens that it answers', value: 800, unit: 'tokens', source: assumed },
  passageTokens: { is: 'tokens of a passage', value: 150, unit: 'tokens', source: assumed },
  sealedShare: { is: 'organisations that read encrypted fields in an hour of work', value: 0.2, unit: 'share', source: assumed },
  workHours: { is: 'hours of work in a day', value: 10, unit: 'h', source: assumed },
} satisfies Record<string, Assumption>;

/** What the code and the database do, measured on two cores with the embedded PostgreSQL 17; some is set in the code. */
export const behaviour = {
  messageBytes: { is: 'telemetry message', value: 1_080, unit: 'bytes', source: rowBytes },
  positionBytes: { is: 'row of vehicle_locations', value: 404, unit: 'bytes', source: rowBytes },
  engineBytes: { is: 'row of obd_telemetry', value: 401, unit: 'bytes', source: rowBytes },
  derivedRows: {
    is: 'derived rows of a vehicle (trips; fence, driving, engine, device events)',
    value: 22,
    unit: 'rows/day',
    source: rowBytes,
  },
  derivedBytes: { is: 'derived row', value: 850, unit: 'bytes', source: rowBytes },
  checkpointRows: { is: 'states of the fold of a vehicle, kept for 3 days', value: 95, unit: 'rows/day', source: rowBytes },
  checkpointBytes: { is: 'state of the fold', value: 1_970, unit: 'bytes', source: rowBytes },
  events: { is: 'domain events of a vehicle', value: 25, unit: 'rows/day', source: rowBytes },
  eventBytes: { is: 'domain event, published', value: 1_256, unit: 'bytes', source: rowBytes },
  handled: {
    is: 'deliveries of its events to consumers (4 trips to 2 each, a driving event to 2)',
    value: 10,
    unit: 'a day',
    source: estimated,
  },
  noteBytes: { is: 'note of a handled event, kept for 7 days', value: 380, unit: 'bytes', source: rowBytes },
  auditBytes: { is: 'audit entry of a changed vehicle', value: 3_250, unit: 'bytes', source: rowBytes },
  walBytes: { is: 'write-ahead log a reading, with all that follows from it', value: 1_400, unit: 'bytes', source: rowBytes },
  serverMicros: { is: 'time of a PostgreSQL core a reading', value: 78, unit: 'µs', source: rowBytes },
  ingestMicros: { is: "time of the ingest function's core a reading", value: 70, unit: 'µs', source: rowBytes },
  passageBytes: {
    is: 'passage with vector of 512 and HNSW index',
    value: 8_330,
    unit: 'bytes',
    source: vectors,
  },
  vectorBytes: {
    is: 'HNSW index of a passage',
    value: 2_730,
    unit: 'bytes',
    source: vectors,
  },
  relations: { is: 'tables, partitions, indexes of a dedicated schema', value: 550, unit: 'in the catalog', source: rowBytes },
  passagesAPage: { is: 'passages of a page', value: 4.9, unit: 'passages', source: long },
  pageSeconds: {
    is: 'reading and embedding a page of text',
    value: 0.43,
    unit: 's of a core',
    source: long,
  },
  consumerMillis: { is: 'transaction of a consumer of an event', value: 20, unit: 'ms', source: estimated },
  foldsOfJob: {
    is: 'trip ends and dwells of a vehicle that the job telematics.refold finds',
    value: 8,
    unit: 'a day',
    source: estimated,
  },
  foldMillis: { is: 'such a fold', value: 10, unit: 'ms', source: estimated },
  hotPages: {
    is: 'index pages of 8 KiB that a driving vehicle writes to',
    value: 5,
    unit: 'pages',
    source: estimated,
  },
  requestMicros: {
    is: "time of a function's core a request",
    value: 600,
    unit: 'µs',
    source: http,
  },
  requestServerMicros: { is: 'time of a PostgreSQL core a request', value: 300, unit: 'µs', source: http },
  jobRuns: { is: 'scheduled runs of an organisation', value: 1_612, unit: 'a day', source: '`sql/functions/seed_jobs.sql`' },
  jobRunsASecond: { is: 'scheduled runs of one worker with nothing to do', value: 265, unit: '1/s', source: jobs },
  jobHistoryBytes: { is: 'row of job_execution_history', value: 535, unit: 'bytes', source: jobs },
  retentionDays: { is: 'readings are kept', value: retentionDays, unit: 'days', source: '`telematics/message/checkReading.ts`' },
  eventDays: { is: 'published events are kept', value: 90, unit: 'days', source: '`operations/jobs/purgeEvents.ts`' },
  jobHistoryDays: { is: 'runs of jobs are kept', value: 90, unit: 'days', source: '`operations/jobs/purgeJobHistory.ts`' },
  auditDays: { is: 'the audit trail is kept', value: 2_555, unit: 'days', source: '`operations/jobs/expireAudit.ts`' },
} satisfies Record<string, Assumption>;
