import { z } from 'zod';
import { job } from '../../../runtime/job.ts';
import { nextOutdated, type Outdated, reembedBatch } from '../embedding/reembed-document.ts';

/**
 * After a change of the model. Until a document's turn has come, search finds it by its words, which then count from the first one on; see
 * `fuse`.
 */
export const reembed = job({
  handler: 'documents.reembed',
  summary: 'Give passages a vector of the current model, where they have one of another',
  scope: 'tenant',
  parameters: z.strictObject({
    maxSeconds: z.int().min(1).max(600).default(240).describe('What is left is done by the next run.'),
  }),
  timeoutMs: 11 * 60_000,
  run: async ({ parameters: { maxSeconds }, services, inScope, signal }) => {
    const provider = await services.embeddings();
    const until = services.clock.now().getTime() + maxSeconds * 1000;
    const isTimeLeft = () => !signal.aborted && services.clock.now().getTime() < until;
    let recordsProcessed = 0;
    let failed = 0;
    let document: Outdated | undefined;
    do {
      const after: string | null = document?.documentId ?? null;
      document = await inScope((tx) => nextOutdated(tx, provider.model, after));
      if (!document) return { recordsProcessed, output: { failed, complete: failed === 0 } };
      try {
        let done = false;
        while (!done && isTimeLeft()) {
          const batch = await reembedBatch(inScope, provider, document, signal);
          recordsProcessed += batch.embedded;
          done = batch.done;
        }
      } catch (error) {
        // The others do not wait for one that the model will not have.
        failed += 1;
        services.log.warn({ err: error, documentId: document.documentId }, 'a document could not be embedded anew');
      }
    } while (isTimeLeft());
    return { recordsProcessed, output: { failed, complete: false } };
  },
});
