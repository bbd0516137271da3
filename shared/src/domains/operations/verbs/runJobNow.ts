import { z } from 'zod';
import { conflict } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { emitJobEvent, lockedJob } from './locked-job.ts';

export const runJobNow = verb({
  name: 'runNow',
  on: 'scheduled-jobs',
  target: 'item',
  permission: 'job.run',
  summary: 'Run a job as soon as a worker looks, besides its regular times',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), nextRunAt: z.iso.datetime() }),
  status: 202,
  run: async ({ tx, id, services }) => {
    const now = services.clock.now();
    const job = await lockedJob(tx, id, now);
    if (!job.isActive) throw conflict(`${job.jobName} is paused. Resume it first.`);
    if (job.isRunning) throw conflict(`${job.jobName} is running at the moment.`);
    await tx.query('update scheduled_jobs set next_run_at = least(next_run_at, $2) where id = $1', [id, now]);
    // The time of the next run alone is no change that the audit trail shows.
    await tx.query(`select platform.record_act('system_action', 'scheduled_jobs', $1, $2)`, [
      id,
      JSON.stringify({ description: `run ${job.jobName} now` }),
    ]);
    emitJobEvent(tx, 'scheduledJob.requested', job);
    return { id, nextRunAt: now.toISOString() };
  },
});
