import type { Schedule } from './schedule.ts';

/** A row of `scheduled_jobs` as the engine works with it. */
export type JobRow = {
  id: string;
  /** Undefined for a job of the platform. */
  tenantId: string | undefined;
  jobName: string;
  jobHandler: string;
  jobParameters: unknown;
  schedule: Schedule;
  /** The regular time that the next run is for. */
  scheduledRunAt: Date;
  retryOnFailure: boolean;
  maxRetries: number;
  retryAttempt: number;
  lockedBy: string | null;
};

type Columns = {
  id: string;
  tenant_id?: string;
  job_name: string;
  job_handler: string;
  job_parameters: unknown;
  schedule_type: Schedule['scheduleType'];
  cron_expression: string;
  interval_minutes: number;
  scheduled_time: Date;
  time_zone: string;
  scheduled_run_at: Date | null;
  next_run_at: Date | null;
  retry_on_failure: boolean;
  max_retries: number;
  retry_attempt: number;
  locked_by: string | null;
};

/** Reads a row that was selected with all its columns. */
export function jobRowOf(row: Record<string, unknown>): JobRow {
  const columns = row as Columns;
  return {
    id: columns.id,
    tenantId: columns.tenant_id,
    jobName: columns.job_name,
    jobHandler: columns.job_handler,
    jobParameters: columns.job_parameters,
    schedule: scheduleOf(columns),
    scheduledRunAt: columns.scheduled_run_at ?? columns.next_run_at ?? new Date(0),
    retryOnFailure: columns.retry_on_failure,
    maxRetries: columns.max_retries,
    retryAttempt: columns.retry_attempt,
    lockedBy: columns.locked_by,
  };
}

function scheduleOf(row: Columns): Schedule {
  switch (row.schedule_type) {
    case 'cron':
      return { scheduleType: 'cron', cronExpression: row.cron_expression, timeZone: row.time_zone };
    case 'interval':
      return { scheduleType: 'interval', intervalMinutes: row.interval_minutes };
    case 'one_time':
      return { scheduleType: 'one_time', scheduledTime: row.scheduled_time };
  }
}
