import { z } from 'zod';
import { conflict } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { nextRegularRun } from '../jobs/engine/schedule.ts';
import { emitJobEvent, lockedJob } from './locked-job.ts';

export const resumeJob = verb({
  name: 'resume',
  on: 'scheduled-jobs',
  target: 'item',
  permission: 'job.write',
  summary: 'Let a paused job run again, at its next regular time',
  description: 'Times that passed during the pause are not made up for.',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), isActive: z.boolean() }),
  run: async ({ tx, id, services }) => {
    const now = services.clock.now();
    const job = await lockedJob(tx, id, now);
    if (job.isActive) return { id, isActive: true };
    const nextRunAt = nextRegularRun(job.schedule, job.scheduledRunAt, now);
    if (!nextRunAt) throw conflict(`${job.jobName} was to run once, and that time has passed. Schedule it again.`);
    await tx.query(
      'update scheduled_jobs set is_active = true, next_run_at = $2, scheduled_run_at = $2, retry_attempt = 0 where id = $1',
      [id, nextRunAt],
    );
    emitJobEvent(tx, 'scheduledJob.resumed', job, { nextRunAt: nextRunAt.toISOString() });
    return { id, isActive: true };
  },
});
