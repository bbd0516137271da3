import { platformTable } from '../../../db/table.ts';
import { jobExecutionChecks, jobExecutionColumns, jobExecutionDescriptions } from './columns/jobExecutionHistory.ts';

export const platformJobExecutionHistory = platformTable('job_execution_history', {
  comment: 'Runs of the scheduled jobs of the platform.',
  columns: jobExecutionColumns(),
  describe: jobExecutionDescriptions,
  references: { scheduledJobId: { table: 'platform.scheduled_jobs', onDelete: 'cascade' } },
  indexes: [
    ['scheduledJobId', '-startedAt'],
    ['executionStatus', '-startedAt'],
  ],
  checks: jobExecutionChecks,
});
