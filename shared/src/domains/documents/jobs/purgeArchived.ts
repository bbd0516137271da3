import { z } from 'zod';
import { dayMs } from '../../../clock.ts';
import { job } from '../../../runtime/job.ts';
import { deleteDocument } from '../keeping/purge.ts';

const batchSize = 50;

const isDue = `is_archived and archived_at < $1 and not legal_hold and (retention_date is null or retention_date <= $2::date)`;

export const purgeArchived = job({
  handler: 'documents.purgeArchived',
  summary: 'Delete documents for good that were archived long ago',
  scope: 'tenant',
  parameters: z.strictObject({
    keepDays: z.int().min(1).max(3_650).default(30).describe('Those under legal hold, or before their retention date, stay.'),
  }),
  timeoutMs: 10 * 60_000,
  run: async ({ parameters: { keepDays }, services, inScope, signal }) => {
    const now = services.clock.now();
    const values = [new Date(now.getTime() - keepDays * dayMs), now.toISOString().slice(0, 10)];
    let after: string | null = null;
    let purged = 0;
    for (;;) {
      const due: { id: string }[] = await inScope((tx) =>
        tx.query<{ id: string }>(
          `select id from documents where ${isDue} and ($3::uuid is null or id > $3) order by id limit ${batchSize}`,
          [...values, after],
        ),
      );
      for (const { id } of due) {
        signal.throwIfAborted();
        await inScope(async (tx) => {
          // Somebody may have restored or held it meanwhile.
          const [still] = await tx.query(`select id from documents where ${isDue} and id = $3 for update`, [...values, id]);
          if (!still) return;
          await deleteDocument(tx, id);
          purged += 1;
        });
      }
      const last = due.at(-1);
      if (!last || due.length < batchSize) return { recordsProcessed: purged };
      after = last.id;
    }
  },
});
