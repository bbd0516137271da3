import { randomUUID } from 'node:crypto';
import { documentModels } from '@wheelhouse/shared/domains/documents/models/of-config.ts';
import { allJobs } from '@wheelhouse/shared/domains/jobs.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { scheduledFunction } from '@wheelhouse/shared/runtime/event-function.ts';

scheduledFunction(
  'scheduled-jobs',
  ({ services }) => {
    const workerId = randomUUID();
    return () => runDueJobs({ services, jobs: allJobs, budgetMs: 240_000, workerId });
  },
  { models: documentModels },
);
