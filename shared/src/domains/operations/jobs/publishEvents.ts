import { z } from 'zod';
import { sweepUnpublished } from '../../../events/sweep.ts';
import { job } from '../../../runtime/job.ts';

/** Events are published right after their commit; this finds the ones for which that failed. */
export const publishEvents = job({
  handler: 'operations.publishEvents',
  summary: 'Publish events that were committed but not published',
  scope: 'platform',
  parameters: z.strictObject({
    olderThanSeconds: z.int().min(0).max(86_400).default(30).describe('younger ones are still being published by who wrote them'),
    limit: z.int().min(1).max(10_000).default(500).describe('events of one placement at a time'),
  }),
  run: async ({ parameters, services, signal }) => {
    const { database, pubsub, config } = services;
    const { published, failed } = await sweepUnpublished({ database, pubsub, topic: config.eventsTopic, signal, ...parameters });
    return { recordsProcessed: published, output: { published, failed } };
  },
});
