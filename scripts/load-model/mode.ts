import { retentionDays } from '@wheelhouse/shared/domains/telematics/message/index.ts';

/** How the product is run. */
export type Mode = {
  /** How long readings stay in PostgreSQL; the lake has them for longer. */
  factDays: number;
  /** How long domain events, the audit trail and the history of jobs stay there. */
  recordDays: number;
  /** Whether the bookkeeping of scheduled jobs goes to the audit trail. */
  auditsJobs: boolean;
  /** Whether every delivery of Pub/Sub is logged, twice: by Cloud Run and by us. */
  logsDeliveries: boolean;
};

/** Nothing deletes events, audit and history of jobs: what is there after a year counts. */
export const asBuilt: Mode = { factDays: retentionDays, recordDays: 365, auditsJobs: true, logsDeliveries: true };

/** What docs/scale.md proposes before a second server. */
export const tuned: Mode = { factDays: 60, recordDays: 90, auditsJobs: false, logsDeliveries: false };
