import { platformTable, sql } from '../../../db/table.ts';
import { scheduledJobChecks, scheduledJobColumns, scheduledJobDescriptions } from './columns/scheduledJobs.ts';

export const platformScheduledJobs = platformTable('scheduled_jobs', {
  comment: 'Work of the platform itself that runs by a schedule.',
  columns: scheduledJobColumns(),
  describe: scheduledJobDescriptions,
  unique: ['jobName'],
  indexes: [{ on: ['nextRunAt'], where: sql`is_active`, name: 'scheduled_jobs_due' }, ['jobType', 'isActive']],
  checks: scheduledJobChecks,
});
