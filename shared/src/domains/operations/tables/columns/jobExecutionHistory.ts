import { integer, jsonb, oneOf, reference, sql, text, timestamptz, varchar } from '../../../../db/columns.ts';

export const executionStatuses = ['success', 'failed', 'timeout'] as const;

/** A run of a scheduled job, of one tenant or of the platform. */
export const jobExecutionColumns = () => ({
  scheduledJobId: reference('scheduled_job_id').notNull(),
  executionStatus: oneOf('execution_status', executionStatuses, 20),
  scheduledFor: timestamptz('scheduled_for').notNull(),
  startedAt: timestamptz('started_at').notNull(),
  completedAt: timestamptz('completed_at'),
  durationMs: integer('duration_ms'),
  recordsProcessed: integer('records_processed'),
  errorMessage: text('error_message'),
  errorStackTrace: text('error_stack_trace'),
  outputData: jsonb('output_data'),
  retryAttempt: integer('retry_attempt').notNull().default(0),
  workerId: varchar('worker_id', { length: 100 }).notNull(),
});

export const jobExecutionDescriptions = {
  executionStatus: 'How it ended; null while it runs.',
  scheduledFor: 'The regular time that this run is for.',
  retryAttempt: '0 for the regular run, 1 for its first retry.',
  workerId: 'Worker that ran it.',
  outputData: 'What the job reported; missedRuns counts the regular times that this one run stands for besides its own.',
};

export const jobExecutionChecks = { completion: sql`(execution_status is null) = (completed_at is null)` };
