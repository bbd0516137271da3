import type { Job } from '../../../runtime/job.ts';
import { applyAssignments } from './applyAssignments.ts';
import { expiringDocuments } from './expiringDocuments.ts';

export const fleetJobs: readonly Job[] = [applyAssignments, expiringDocuments];
