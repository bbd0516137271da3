import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { emitJobEvent, lockedJob } from './locked-job.ts';

export const pauseJob = verb({
  name: 'pause',
  on: 'scheduled-jobs',
  target: 'item',
  permission: 'job.write',
  summary: 'Stop a job from running until it is resumed',
  description: 'A run that is under way ends.',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), isActive: z.boolean() }),
  run: async ({ tx, id, services }) => {
    const job = await lockedJob(tx, id, services.clock.now());
    if (job.isActive) {
      await tx.query('update scheduled_jobs set is_active = false where id = $1', [id]);
      emitJobEvent(tx, 'scheduledJob.paused', job);
    }
    return { id, isActive: false };
  },
});
