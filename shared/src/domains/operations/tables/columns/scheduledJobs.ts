import { boolean, integer, jsonb, oneOf, sql, timestamptz, varchar } from '../../../../db/columns.ts';
import { executionStatuses } from './jobExecutionHistory.ts';

export const jobTypes = ['report', 'sync', 'cleanup', 'notification', 'maintenance'] as const;
export const scheduleTypes = ['cron', 'interval', 'one_time'] as const;

/** A scheduled job, of one tenant (`scheduled_jobs`) or of the platform (`platform.scheduled_jobs`). */
export const scheduledJobColumns = () => ({
  jobName: varchar('job_name', { length: 255 }).notNull(),
  jobType: oneOf('job_type', jobTypes, 100).notNull(),
  jobHandler: varchar('job_handler', { length: 255 }).notNull(),
  jobParameters: jsonb('job_parameters').notNull().default({}),
  scheduleType: oneOf('schedule_type', scheduleTypes).notNull(),
  cronExpression: varchar('cron_expression', { length: 100 }),
  intervalMinutes: integer('interval_minutes'),
  scheduledTime: timestamptz('scheduled_time'),
  timeZone: varchar('time_zone', { length: 64 }).notNull().default('UTC'),
  lastRunAt: timestamptz('last_run_at'),
  lastRunStatus: oneOf('last_run_status', executionStatuses, 20),
  lastRunDurationMs: integer('last_run_duration_ms'),
  nextRunAt: timestamptz('next_run_at'),
  scheduledRunAt: timestamptz('scheduled_run_at'),
  isActive: boolean('is_active').notNull().default(true),
  retryOnFailure: boolean('retry_on_failure').notNull().default(true),
  maxRetries: integer('max_retries').notNull().default(3),
  retryAttempt: integer('retry_attempt').notNull().default(0),
  failureCount: integer('failure_count').notNull().default(0),
  lockedUntil: timestamptz('locked_until'),
  lockedBy: varchar('locked_by', { length: 100 }),
});

export const scheduledJobDescriptions = {
  jobHandler: 'Name of the code that runs: operations.purgeJobHistory.',
  cronExpression: 'Five fields (minute hour day month weekday), or @daily and the like.',
  scheduledTime: 'When a one-time job runs.',
  timeZone: 'IANA time zone in which the cron expression is read.',
  nextRunAt: 'When it runs next: the regular time, or the time of a retry; null when it will not run again.',
  scheduledRunAt: 'The regular time of the next run; before nextRunAt while that is a retry.',
  retryAttempt: 'Which retry the next run is; 0 for a regular run.',
  failureCount: 'Runs that have failed since the last success.',
  lockedUntil: 'While a worker runs it: until when it may; afterwards another takes over.',
  lockedBy: 'Worker that runs it.',
};

/** What the engine notes about its runs; job_execution_history tells of each. */
export const scheduledJobBookkeeping = [
  'lastRunAt',
  'lastRunStatus',
  'lastRunDurationMs',
  'nextRunAt',
  'scheduledRunAt',
  'retryAttempt',
  'failureCount',
  'lockedUntil',
  'lockedBy',
] as const;

export const scheduledJobChecks = {
  one_schedule: sql`(schedule_type = 'cron') = (cron_expression is not null)
    and (schedule_type = 'interval') = (interval_minutes is not null)
    and (schedule_type = 'one_time') = (scheduled_time is not null)`,
  interval_range: sql`interval_minutes between 1 and 527040`,
  retries_range: sql`max_retries between 0 and 10`,
  lease: sql`(locked_until is null) = (locked_by is null)`,
};
