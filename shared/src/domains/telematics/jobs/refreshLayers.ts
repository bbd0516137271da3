import { z } from 'zod';
import { job } from '../../../runtime/job.ts';
import { type Outcome, refresh, takeDueSource } from '../layers/refresh/index.ts';

/** Each source is taken, read and noted by itself: a feed that fails costs only itself, and a run that is stopped has lost nothing. */
export const refreshLayers = job({
  handler: 'telematics.refreshLayers',
  summary: 'Read the public feeds of the reference layers that are due',
  scope: 'platform',
  parameters: z.strictObject({ maxSources: z.int().min(1).max(1_000).default(50) }),
  timeoutMs: 14 * 60_000,
  run: async ({ parameters: { maxSources }, services, inScope, signal }) => {
    const local = services.config.wheelhouseEnvironment === 'development';
    const output: Record<Outcome, number> = { unchanged: 0, read: 0, failed: 0 };
    let recordsProcessed = 0;
    for (let taken = 0; taken < maxSources; taken += 1) {
      const now = services.clock.now();
      const source = await inScope((tx) => takeDueSource(tx, now));
      if (!source) break;
      const { outcome, result } = await refresh({ inScope, now, signal, local }, source);
      output[outcome] += 1;
      recordsProcessed += result?.written ?? 0;
    }
    return { recordsProcessed, output };
  },
});
