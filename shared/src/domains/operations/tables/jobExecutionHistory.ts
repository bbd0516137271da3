import { tenantTable } from '../../../db/table.ts';
import { jobExecutionChecks, jobExecutionColumns, jobExecutionDescriptions } from './columns/jobExecutionHistory.ts';

export const jobExecutionHistory = tenantTable('job_execution_history', {
  comment: 'Runs of the scheduled jobs of an organisation, written by the engine that runs them.',
  audit: { none: 'a record of what the engine did' },
  inserters: [],
  changers: ['system_admin'],
  columns: jobExecutionColumns(),
  describe: jobExecutionDescriptions,
  references: { scheduledJobId: { table: 'scheduled_jobs', onDelete: 'cascade' } },
  indexes: [
    ['scheduledJobId', '-startedAt'],
    ['executionStatus', '-startedAt'],
  ],
  checks: jobExecutionChecks,
});
