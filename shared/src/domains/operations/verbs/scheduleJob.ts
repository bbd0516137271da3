import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { fieldsFromZod, invalidField, invalidFields } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { safeParse } from '../../../safe-parse.ts';
import { firstRun, type Schedule, scheduleProblems } from '../jobs/engine/index.ts';
import { jobTypes } from '../tables/columns/scheduledJobs.ts';

const cron = z.strictObject({
  type: z.literal('cron'),
  cronExpression: z.string().min(1).max(100).describe('minute hour day month weekday, or @daily and the like'),
  timeZone: z.string().max(64).default('UTC').describe('IANA time zone'),
});
const interval = z.strictObject({ type: z.literal('interval'), intervalMinutes: z.int().min(1).max(527_040) });
const oneTime = z.strictObject({ type: z.literal('one_time'), scheduledTime: momentSchema });

const input = z.strictObject({
  jobName: z.string().min(1).max(255).describe('a job of this name is changed, if there is one'),
  jobType: z.enum(jobTypes),
  jobHandler: z.string().min(1).max(255),
  jobParameters: z.record(z.string(), z.json()).default({}),
  schedule: z.discriminatedUnion('type', [cron, interval, oneTime]),
  retryOnFailure: z.boolean().default(true),
  maxRetries: z.int().min(0).max(10).default(3),
});

const output = z.object({ id: z.guid(), nextRunAt: z.iso.datetime() });

export const scheduleJob = verb({
  name: 'schedule',
  on: 'scheduled-jobs',
  target: 'collection',
  permission: 'job.write',
  summary: 'Schedule a job, or change the job of this name',
  input,
  output,
  run: async ({ tx, input, services }) => {
    const schedule = scheduleOf(input.schedule);
    const now = services.clock.now();
    checkSchedule(schedule, now);
    await checkParameters(input.jobHandler, input.jobParameters);
    const nextRunAt = firstRun(schedule, now) as Date;
    const id = await store(tx, input, schedule, nextRunAt);
    const data = { id, jobName: input.jobName, jobHandler: input.jobHandler, nextRunAt: nextRunAt.toISOString() };
    tx.emit({ type: 'scheduledJob.scheduled', subjectType: 'scheduledJob', subjectId: id, data });
    return { id, nextRunAt: nextRunAt.toISOString() };
  },
});

function scheduleOf(given: z.output<typeof input>['schedule']): Schedule {
  switch (given.type) {
    case 'cron':
      return { scheduleType: 'cron', cronExpression: given.cronExpression, timeZone: given.timeZone };
    case 'interval':
      return { scheduleType: 'interval', intervalMinutes: given.intervalMinutes };
    case 'one_time':
      return { scheduleType: 'one_time', scheduledTime: new Date(given.scheduledTime) };
  }
}

function checkSchedule(schedule: Schedule, now: Date): void {
  const problems = scheduleProblems(schedule, now);
  if (problems.length > 0) throw invalidFields(problems.map((problem) => ({ ...problem, path: `schedule.${problem.path}` })));
  if (schedule.scheduleType === 'one_time' && schedule.scheduledTime <= now) {
    throw invalidField('schedule.scheduledTime', 'Has passed.', 'invalid_schedule');
  }
}

/** An organisation may run handlers of the scope `tenant`. */
async function checkParameters(name: string, parameters: Record<string, unknown>): Promise<void> {
  // With the work of every domain; only who schedules a job needs it.
  const { allJobs } = await import('../../jobs.ts');
  const handlers = allJobs.filter((job) => job.scope === 'tenant');
  const handler = handlers.find((job) => job.handler === name);
  if (!handler) {
    const known = handlers.map((job) => job.handler).join(', ');
    throw invalidField('jobHandler', `There is no job handler ${name}. Handlers: ${known}.`, 'unknown_handler');
  }
  const result = safeParse(handler.parameters, parameters);
  if (!result.success) {
    throw invalidFields(
      fieldsFromZod(result.error.issues).map((field) => ({
        ...field,
        path: ['jobParameters', field.path].filter(Boolean).join('.'),
      })),
    );
  }
}

/** A job that runs at the moment keeps its lease; a paused one is active again. */
async function store(tx: Tx, job: z.output<typeof input>, schedule: Schedule, nextRunAt: Date): Promise<string> {
  const {
    cronExpression = null,
    intervalMinutes = null,
    scheduledTime = null,
    timeZone = 'UTC',
  } = schedule as Partial<{
    cronExpression: string;
    intervalMinutes: number;
    scheduledTime: Date;
    timeZone: string;
  }>;
  const [row] = await tx.query<{ id: string }>(
    `insert into scheduled_jobs (job_name, job_type, job_handler, job_parameters, schedule_type, cron_expression, interval_minutes,
       scheduled_time, time_zone, retry_on_failure, max_retries, next_run_at, scheduled_run_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
     on conflict (tenant_id, job_name) do update set
       job_type = excluded.job_type, job_handler = excluded.job_handler, job_parameters = excluded.job_parameters,
       schedule_type = excluded.schedule_type, cron_expression = excluded.cron_expression, interval_minutes = excluded.interval_minutes,
       scheduled_time = excluded.scheduled_time, time_zone = excluded.time_zone, retry_on_failure = excluded.retry_on_failure,
       max_retries = excluded.max_retries, next_run_at = excluded.next_run_at, scheduled_run_at = excluded.scheduled_run_at,
       retry_attempt = 0, is_active = true
     returning id`,
    [
      job.jobName,
      job.jobType,
      job.jobHandler,
      JSON.stringify(job.jobParameters),
      schedule.scheduleType,
      cronExpression,
      intervalMinutes,
      scheduledTime,
      timeZone,
      job.retryOnFailure,
      job.maxRetries,
      nextRunAt,
    ],
  );
  return (row as { id: string }).id;
}
