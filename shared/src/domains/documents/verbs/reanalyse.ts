import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { requestReanalysis } from '../analysis/request-reanalysis.ts';
import { repeatable } from '../analysis/step-order.ts';

export const reanalyse = verb({
  name: 'reanalyse',
  on: 'documents',
  target: 'item',
  permission: 'document.write',
  summary: 'Read the current version of a document again',
  description: 'After a failure, or with a newer model. Search finds the passages there are until the new ones are ready.',
  input: z.strictObject({
    fromStep: z
      .enum(repeatable)
      .default('sniffed')
      .describe(
        'The first step to take again: `sniffed` for all of them, `classified` for the class and what follows from it, …',
      ),
  }),
  output: z.object({ documentId: z.guid(), versionNumber: z.int(), status: z.string() }),
  status: 202,
  run: ({ tx, id, input: { fromStep } }) => requestReanalysis(tx, id, fromStep),
});
