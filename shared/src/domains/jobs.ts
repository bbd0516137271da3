import type { Job } from '../runtime/job.ts';
import { documentJobs } from './documents/jobs/index.ts';
import { applyAssignments } from './fleet/jobs/applyAssignments.ts';
import { expiringDocuments } from './fleet/jobs/expiringDocuments.ts';
import { operationsJobs } from './operations/jobs/index.ts';
import { telematicsJobs } from './telematics/jobs/index.ts';

/** The jobs of every domain: what a schedule may name, and what the engine runs. */
export const allJobs: readonly Job[] = [
  applyAssignments,
  expiringDocuments,
  ...operationsJobs,
  ...telematicsJobs,
  ...documentJobs,
];
