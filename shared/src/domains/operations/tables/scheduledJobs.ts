import { sql, tenantTable } from '../../../db/table.ts';
import {
  scheduledJobBookkeeping,
  scheduledJobChecks,
  scheduledJobColumns,
  scheduledJobDescriptions,
} from './columns/scheduledJobs.ts';

export const scheduledJobs = tenantTable('scheduled_jobs', {
  comment: 'Work of an organisation that runs by a schedule.',
  audit: 'changes',
  unaudited: [...scheduledJobBookkeeping],
  columns: scheduledJobColumns(),
  describe: scheduledJobDescriptions,
  unique: ['jobName'],
  indexes: [{ on: ['nextRunAt'], where: sql`is_active`, name: 'scheduled_jobs_due' }, ['jobType', 'isActive']],
  checks: scheduledJobChecks,
});
