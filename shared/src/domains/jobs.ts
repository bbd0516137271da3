import type { Job } from '../runtime/job.ts';
import { documentJobs } from './documents/jobs/index.ts';
import { fleetJobs } from './fleet/jobs/index.ts';
import { operationsJobs } from './operations/jobs/index.ts';
import { telematicsJobs } from './telematics/jobs/index.ts';

/** The jobs of every domain: what a schedule may name, and what the engine runs. */
export const allJobs: readonly Job[] = [...fleetJobs, ...operationsJobs, ...telematicsJobs, ...documentJobs];
